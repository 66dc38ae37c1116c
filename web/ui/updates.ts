// SPDX-License-Identifier: Apache-2.0
// The service worker: registered here and not by the plugin, whose code trusts any string (Trusted
// Types). A new version waits until the person says so; then every tab reloads into it.

import { messages } from '../i18n/language.ts';
import { notify } from './actions.ts';

export async function watchForUpdates(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const workers = navigator.serviceWorker;
  const updating = workers.controller !== null;
  let registration: ServiceWorkerRegistration;
  try {
    registration = await workers.register('./sw.js', { type: 'classic', updateViaCache: 'none' });
  } catch {
    // A private window, or no storage: the app works, only not offline.
    return;
  }
  if (registration.waiting !== null && updating) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const next = registration.installing;
    next?.addEventListener('statechange', () => {
      if (next.state === 'installed' && workers.controller !== null) offer(next);
    });
  });
}

/** The site answers within this time, or does not count. */
const kProbeMilliseconds = 3_000;

/** A service worker that does not give out the app's files would not give them to a reload either. It
 *  is let go, if the site itself can be reached: without both there is no app. The next load registers
 *  it again. */
export async function reloadAfresh(): Promise<void> {
  const letGo = async () => {
    // Any answer will do, and this is one that no service worker of ours gives.
    await fetch('./demo.json', { cache: 'no-store' });
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.unregister();
  };
  const enough = new Promise((resolve) => setTimeout(resolve, kProbeMilliseconds));
  await Promise.race([letGo().catch(() => {}), enough]);
  location.reload();
}

function offer(next: ServiceWorker): void {
  const words = messages.value;
  notify(
    words.notices.update,
    [
      {
        label: words.actions.reload,
        take: () => {
          navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
          next.postMessage({ type: 'SKIP_WAITING' });
        },
      },
    ],
    true,
  );
}
