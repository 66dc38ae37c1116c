// SPDX-License-Identifier: Apache-2.0
// What stands where there is no mail to show: first run, empty folders.

import type { ComponentChildren } from 'preact';
import { messages } from '../i18n/language.ts';
import { addAccount, list } from './actions.ts';
import { Mark } from './icons.tsx';
import { checking, demo, listVersion, state, view } from './state.ts';

function Empty(props: { title: string; text: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      {props.children}
    </div>
  );
}

export function FirstRun() {
  const words = messages.value;
  return (
    <main class="first-run">
      <Mark />
      <h1>{words.empty.firstTitle}</h1>
      <p>{words.empty.firstText}</p>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => addAccount()}>
          {words.actions.addAccount}
        </button>
        {demo.value !== null && (
          <button type="button" class="secondary" onClick={() => addAccount(demo.value)}>
            {words.actions.tryDemo}
          </button>
        )}
      </div>
    </main>
  );
}

export function EmptyList() {
  const words = messages.value.empty;
  const { folder, query, account } = view.value;
  if (query !== '') return <Empty title={words.searchTitle} text={words.searchText(query)} />;
  if (folder === 'inbox') {
    if (checking.value.size > 0)
      return <Empty title={words.arrivingTitle} text={words.arrivingText} />;
    const never = state.value?.accounts
      .filter(({ id }) => account === null || id === account)
      .every(({ checkedAt }) => checkedAt === null);
    return never ? (
      <Empty title={words.readyTitle} text={words.readyText} />
    ) : (
      <Empty title={words.inboxTitle} text={words.inboxText} />
    );
  }
  const texts = {
    starred: [words.starredTitle, words.starredText],
    archive: [words.archiveTitle, words.archiveText],
    trash: [words.trashTitle, words.trashText],
  } as const;
  const [title, text] = texts[folder];
  return <Empty title={title} text={text} />;
}

export function NoneOpen() {
  const words = messages.value.empty;
  // An empty list says enough.
  if (listVersion.value >= 0 && list.total === 0) return null;
  return <Empty title={words.noneOpenTitle} text={words.noneOpenText} />;
}
