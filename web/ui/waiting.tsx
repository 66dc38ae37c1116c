// SPDX-License-Identifier: Apache-2.0
// Checks that are due by themselves and lack a password: said once, where it is in nobody's way.

import { messages } from '../i18n/language.ts';
import { ask, dismissWaiting } from './actions.ts';
import { Icon } from './icons.tsx';
import { state, waiting } from './state.ts';

export function Waiting() {
  const words = messages.value;
  const accounts = (state.value?.accounts ?? []).filter(
    ({ id, checkMinutes }) => waiting.value.has(id) && checkMinutes !== 0,
  );
  return accounts.map((account) => (
    <div key={account.id} class="waiting">
      <p>{words.waiting.text(account.address)}</p>
      <button type="button" class="link-button" onClick={() => ask({ type: 'password', account })}>
        {words.waiting.enter}
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={words.actions.dismiss}
        onClick={() => dismissWaiting(account.id)}
      >
        <Icon name="close" small />
      </button>
    </div>
  ));
}
