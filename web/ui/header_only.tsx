// SPDX-License-Identifier: Apache-2.0
// In the place of a message of which only the header is here: how large it is, and the button that
// fetches it.

import { messages } from '../i18n/language.ts';
import type { MessageRow } from '../protocol.ts';
import { fetchRest } from './actions.ts';
import { octets } from './format.ts';
import { checking } from './state.ts';

export function HeaderOnly({ row }: { row: MessageRow }) {
  const words = messages.value;
  const busy = checking.value.has(row.account);
  return (
    <div class="note">
      {words.reader.headerOnly(octets(row.octets, words))}
      <div class="buttons">
        <button type="button" class="secondary" disabled={busy} onClick={() => void fetchRest(row)}>
          {words.actions.fetchRest}
        </button>
      </div>
    </div>
  );
}
