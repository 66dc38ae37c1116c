// SPDX-License-Identifier: Apache-2.0
// Start here: the app's first lines in the page.

import './trusted_types.ts';
import './tokens.css';
import './frame.css';
import './layout.css';
import './controls.css';
import './notices.css';
import './list.css';
import './reader.css';
import './pages.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { language } from '../i18n/language.ts';
import { cameOnline, returns, start } from './actions.ts';
import { App } from './app.tsx';
import { findDemo } from './demo.ts';
import { listenToKeys } from './keyboard.ts';
import { followHistory } from './navigation.ts';
import { keepSearchInSight } from './search.ts';
import { clock, online } from './state.ts';
import { watchForUpdates } from './updates.ts';

effect(() => {
  document.documentElement.lang = language.value;
});
followHistory(returns);
listenToKeys();
keepSearchInSight();

online.value = navigator.onLine;
for (const change of ['online', 'offline']) {
  addEventListener(change, () => {
    online.value = navigator.onLine;
    if (change === 'online') cameOnline();
  });
}
setInterval(() => {
  clock.value = Date.now();
}, 60_000);

const root = document.getElementById('app');
root?.replaceChildren();
if (root !== null) render(<App />, root);
start();
void findDemo();
// After the first picture, so that filling the cache does not compete with it.
addEventListener('load', () => void watchForUpdates());
