// SPDX-License-Identifier: Apache-2.0
// What stands there until the mailbox is open: what is being waited for, and a way out.

import type { ComponentChildren } from 'preact';
import { messages } from '../i18n/language.ts';
import { addAccount, startAgain } from './actions.ts';
import { Mark } from './icons.tsx';
import { usePatience } from './patience.ts';
import type { Stage, Trouble } from './start_up.ts';
import { reloadAfresh } from './updates.ts';

export function Starting({ at, since }: { at: Stage; since: number }) {
  const words = messages.value;
  const patience = usePatience(since);
  const { word, long, why } = words.start[at];
  if (patience !== 'way out') {
    return (
      <main class="first-run" aria-busy="true">
        <p role="status">
          {patience === 'noticed' && words.empty.opening}
          {patience === 'word' && word}
        </p>
      </main>
    );
  }
  return (
    <main class="first-run" aria-busy="true">
      <Mark />
      <div role="status">
        <h1>{long}</h1>
        <p>{why}</p>
        <p>{words.safe.nothingLost}</p>
      </div>
      <div class="buttons">
        {/* Another try would begin an upgrade anew. */}
        {at !== 'upgrade' && <Again class="primary" />}
        <Reload
          class={at === 'upgrade' ? 'primary' : 'secondary'}
          take={at === 'worker' ? reloadAfresh : reload}
        />
      </div>
    </main>
  );
}

export function Unavailable({ trouble, detail }: { trouble: Trouble; detail: string }) {
  const words = messages.value;
  const { title, text } = words.start.troubles[trouble];
  return (
    <main class="first-run">
      <Mark />
      <div role="alert">
        <h1>{title}</h1>
        <p>{text}</p>
      </div>
      <div class="buttons">
        {trouble !== 'newer' && <Again class="primary" />}
        <Reload
          class={trouble === 'newer' ? 'primary' : 'secondary'}
          take={trouble === 'code' ? reloadAfresh : reload}
        />
      </div>
      <details class="detail">
        <summary>{words.safe.detail}</summary>
        {detail}
      </details>
    </main>
  );
}

/** In the place of the first run. */
export function Emptied() {
  const words = messages.value;
  const { title, text, backup } = words.start.emptied;
  return (
    <main class="first-run">
      <Mark />
      <div role="alert">
        <h1>{title}</h1>
        <p>{text}</p>
        <p>{backup}</p>
      </div>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => addAccount()}>
          {words.actions.addAccount}
        </button>
      </div>
    </main>
  );
}

/** In the place of mail that does not come; the start is behind us. */
export function Late({ since, word, long }: { since: number; word: string; long: string }) {
  const patience = usePatience(since);
  const words = messages.value;
  const isLong = patience === 'way out';
  return (
    <Pause isBusy>
      {patience === 'word' && <p>{word}</p>}
      {isLong && (
        <>
          <h2>{long}</h2>
          <p>
            {words.start.busy} {words.safe.nothingLost}
          </p>
          <Again class="secondary" />
        </>
      )}
    </Pause>
  );
}

export function ListFailed({ detail, again }: { detail: string; again: () => void }) {
  const words = messages.value;
  return (
    <Pause>
      <h2>{words.list.failed}</h2>
      <p>{words.safe.nothingLost}</p>
      <button type="button" class="secondary" onClick={again}>
        {words.steps.retry}
      </button>
      <details class="detail">
        <summary>{words.safe.detail}</summary>
        {detail}
      </details>
    </Pause>
  );
}

function Pause({ isBusy = false, children }: { isBusy?: boolean; children: ComponentChildren }) {
  return (
    <div class="empty" role="status" aria-busy={isBusy}>
      {children}
    </div>
  );
}

interface ButtonProps {
  class: 'primary' | 'secondary';
}

function Again(props: ButtonProps) {
  return (
    <button type="button" class={props.class} onClick={startAgain}>
      {messages.value.steps.retry}
    </button>
  );
}

const reload = () => location.reload();

function Reload({ take, ...props }: ButtonProps & { take: () => void }) {
  return (
    <button type="button" class={props.class} onClick={() => take()}>
      {messages.value.actions.reload}
    </button>
  );
}
