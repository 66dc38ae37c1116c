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
