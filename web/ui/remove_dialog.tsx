// SPDX-License-Identifier: Apache-2.0
// Removing an account takes its mail with it, so the question says how much of that is nowhere else.

import { useEffect, useState } from 'preact/hooks';
import { messages } from '../i18n/language.ts';
import type { Account } from '../protocol.ts';
import { closeDialog, countHere } from './actions.ts';
import { Frame, WayOut } from './dialogs.tsx';
import { removeLater } from './removal.ts';
import { state } from './state.ts';

type Count = { total: number; onlyHere: number } | 'counting' | 'unknown';

export function RemoveDialog({ account }: { account: Account }) {
  const words = messages.value;
  const [count, setCount] = useState<Count>('counting');
  // Mail may come in while the question stands.
  useEffect(() => {
    let isCurrent = true;
    countHere(account.id).then(
      (counted) => isCurrent && setCount(counted),
      () => isCurrent && setCount('unknown'),
    );
    return () => {
      isCurrent = false;
    };
  }, [account.id, state.value]);
  return (
    <Frame
      title={words.dialogs.removeTitle}
      buttons={
        <>
          <button
            type="button"
            class="secondary"
            disabled={count === 'counting'}
            onClick={() => {
              closeDialog();
              removeLater(account);
            }}
          >
            {words.dialogs.removeYes}
          </button>
          <WayOut word={words.actions.cancel} />
        </>
      }
    >
      <p>{words.dialogs.removeText(account.address)}</p>
      <p role="status" class={isLoss(count) ? 'note' : undefined}>
        {wordsFor(count)}
      </p>
    </Frame>
  );
}

const isLoss = (count: Count): boolean =>
  count === 'unknown' || (count !== 'counting' && count.onlyHere > 0);

function wordsFor(count: Count): string {
  const words = messages.value.dialogs;
  if (count === 'counting') return words.removeCounting;
  if (count === 'unknown') return words.removeUnknown;
  return words.removeCounted(count.onlyHere, count.total);
}
