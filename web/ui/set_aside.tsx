// SPDX-License-Identifier: Apache-2.0
// Messages that made their sessions fail too often: they no longer stand in the way of the others,
// and wait for the person's word.

import { messages } from '../i18n/language.ts';
import { tryAgain } from './actions.ts';
import { Icon } from './icons.tsx';
import { checking, state } from './state.ts';

export function SetAside() {
  const words = messages.value;
  const { accounts = [], setAside = [] } = state.value ?? {};
  return (
    <>
      {setAside.map(({ account, count }) => {
        const server = accounts.find(({ id }) => id === account)?.server;
        if (server === undefined || checking.value.has(account)) return null;
        return (
          <div key={account} class="failure">
            <Icon name="warning" />
            <div class="failure-text">
              <p>{words.safe.setAside(count, server)}</p>
            </div>
            <button type="button" class="link-button" onClick={() => tryAgain(account)}>
              {words.steps.retry}
            </button>
          </div>
        );
      })}
    </>
  );
}
