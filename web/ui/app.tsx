// SPDX-License-Identifier: Apache-2.0
// The frame around everything: top, panes, bottom bar, notices, questions.

import { messages } from '../i18n/language.ts';
import { AccountPane } from './account_form.tsx';
import { BottomBar } from './bottom_bar.tsx';
import { Dialogs } from './dialogs.tsx';
import { emptied } from './emptied.ts';
import { FirstRun } from './empty.tsx';
import { Folders } from './folders.tsx';
import { MessageList } from './message_list.tsx';
import { Failures, Notices } from './notices.tsx';
import { Progress } from './progress.tsx';
import { Reader } from './reader.tsx';
import { SettingsPane } from './settings.tsx';
import { startUp } from './start_up.ts';
import { Emptied, Starting, Unavailable } from './start_view.tsx';
import { pane, state, view } from './state.ts';
import { TopBar } from './top_bar.tsx';
import { Waiting } from './waiting.tsx';

export function App() {
  return (
    <div class="app" data-pane={pane.value}>
      <TopBar />
      <Failures />
      <Main />
      <BottomBar />
      <Notices />
      <Dialogs />
    </div>
  );
}

function Main() {
  const start = startUp.value;
  if (start.at === 'trouble') return <Unavailable {...start} />;
  if (start.at !== 'ready') return <Starting {...start} />;
  if (state.value === null) return null;
  const settingUp = pane.value === 'account' || pane.value === 'settings';
  const none = state.value.accounts.length === 0;
  if (none && !settingUp) return emptied.value ? <Emptied /> : <FirstRun />;
  // The third pane stays the same one when the first account comes: a form may be open in it.
  return (
    <div class={none ? 'panes panes-one' : 'panes'}>
      {!none && <Folders />}
      <main class="mail">
        {!none && (
          <section class="list-pane" aria-label={messages.value.panes.mail}>
            <h1 class="unseen">{messages.value.folders[view.value.folder]}</h1>
            <Progress />
            <Waiting />
            <MessageList />
          </section>
        )}
        <div class="third-pane">
          <ThirdPane />
        </div>
      </main>
    </div>
  );
}

function ThirdPane() {
  switch (pane.value) {
    case 'settings':
      return <SettingsPane />;
    case 'account':
      return <AccountPane />;
    default:
      return <Reader />;
  }
}
