// SPDX-License-Identifier: Apache-2.0
// The four places of a phone. Wider screens have them all in sight.

import { messages } from '../i18n/language.ts';
import { Icon, type IconName } from './icons.tsx';
import { narrow } from './media.ts';
import { navigate } from './navigation.ts';
import { type Pane, pane, state } from './state.ts';

export function BottomBar() {
  const words = messages.value;
  if (!narrow.value || (state.value?.accounts.length ?? 0) === 0) return null;
  const tabs: { to: Pane; icon: IconName; word: string; here: Pane[] }[] = [
    { to: 'list', icon: 'inbox', word: words.panes.mail, here: ['list', 'reader'] },
    { to: 'search', icon: 'search', word: words.panes.search, here: ['search'] },
    { to: 'folders', icon: 'folder', word: words.panes.folders, here: ['folders'] },
    {
      to: 'settings',
      icon: 'settings',
      word: words.actions.settings,
      here: ['settings', 'account'],
    },
  ];
  return (
    <nav class="bottom" aria-label={words.panes.label}>
      {tabs.map(({ to, icon, word, here }) => (
        <button
          key={to}
          type="button"
          aria-current={here.includes(pane.value) ? 'page' : undefined}
          onClick={() => navigate(to)}
        >
          <Icon name={icon} />
          {word}
        </button>
      ))}
    </nav>
  );
}
