// SPDX-License-Identifier: Apache-2.0
// Folders, accounts, and at the foot what is used and how safe the way to the server is.

import { messages } from '../i18n/language.ts';
import type { View } from '../protocol.ts';
import { addAccount, show } from './actions.ts';
import { octets } from './format.ts';
import { Icon, type IconName } from './icons.tsx';
import { navigate } from './navigation.ts';
import { pane, state, view } from './state.ts';

const kFolders: { folder: View['folder']; icon: IconName }[] = [
  { folder: 'inbox', icon: 'inbox' },
  { folder: 'starred', icon: 'star' },
  { folder: 'archive', icon: 'archive' },
  { folder: 'trash', icon: 'trash' },
];

export function Folders() {
  const words = messages.value;
  return (
    <nav class="folders" aria-label={words.folders.label}>
      <h1 class="unseen">{words.folders.label}</h1>
      <ul>
        {kFolders.map(({ folder, icon }) => (
          <FolderLink key={folder} folder={folder} icon={icon} />
        ))}
      </ul>
      <h2>{words.folders.accounts}</h2>
      <ul>
        {(state.value?.accounts.length ?? 0) > 1 && (
          <AccountLink id={null} address={words.folders.allAccounts} />
        )}
        {state.value?.accounts.map(({ id, address }) => (
          <AccountLink key={id} id={id} address={address} />
        ))}
        <li>
          <button type="button" class="folder" onClick={() => addAccount()}>
            <Icon name="plus" />
            <span class="folder-name">{words.actions.addAccount}</span>
          </button>
        </li>
      </ul>
      <div class="foot">
        <button
          type="button"
          class="folder foot-settings"
          aria-current={pane.value === 'settings' ? 'page' : undefined}
          onClick={() => navigate('settings')}
        >
          <Icon name="settings" />
          <span class="folder-name">{words.actions.settings}</span>
        </button>
        <Storage />
        <Seal />
      </div>
    </nav>
  );
}

function go(event: Event, change: Partial<View>): void {
  event.preventDefault();
  show(change);
  navigate('list');
}

function FolderLink({ folder, icon }: { folder: View['folder']; icon: IconName }) {
  const words = messages.value;
  const unread = state.value?.counts.find((count) => count.folder === folder)?.unread ?? 0;
  const counted = unread > 0 && folder !== 'trash';
  return (
    <li>
      <a
        href={`#${folder}`}
        class="folder"
        title={words.folders[folder]}
        aria-current={view.value.folder === folder ? 'page' : undefined}
        onClick={(event) => go(event, { folder })}
      >
        <Icon name={icon} />
        <span class="folder-name">{words.folders[folder]}</span>
        {counted && (
          <span class="folder-count">
            <span aria-hidden="true">{unread.toLocaleString(words.locale)}</span>
            <span class="unseen">{words.folders.unread(unread)}</span>
          </span>
        )}
      </a>
    </li>
  );
}

function AccountLink({ id, address }: { id: number | null; address: string }) {
  const only = (state.value?.accounts.length ?? 0) < 2;
  const current = !only && view.value.account === id;
  return (
    <li>
      <a
        href={`#account-${id ?? 'all'}`}
        class="folder"
        title={address}
        aria-current={current ? 'true' : undefined}
        onClick={(event) => go(event, { account: only ? null : id })}
      >
        <Icon name="mail" />
        <span class="folder-name">{address}</span>
      </a>
    </li>
  );
}

function Storage() {
  const words = messages.value;
  const storage = state.value?.storage;
  if (storage === undefined || storage.quota === 0) return null;
  return (
    <div class="storage">
      <span>{words.settings.usage(octets(storage.used, words), octets(storage.quota, words))}</span>
      <span class="bar" aria-hidden="true">
        <span style={{ width: `${Math.min(100, (100 * storage.used) / storage.quota)}%` }} />
      </span>
    </div>
  );
}

/** Green only when every account's last connection was encrypted up to the mail server. */
function Seal() {
  const words = messages.value;
  const accounts = (state.value?.accounts ?? []).filter(
    ({ id }) => view.value.account === null || view.value.account === id,
  );
  if (accounts.some(({ security }) => security === 'none')) {
    return (
      <span class="seal seal-open">
        <Icon name="unlocked" small />
        <span class="folder-name">{words.seal.plain}</span>
      </span>
    );
  }
  const known = accounts.length > 0 && accounts.every(({ connection }) => connection !== null);
  return (
    <span class={known ? 'seal' : 'seal seal-unknown'}>
      <Icon name="lock" small />
      <span class="folder-name">{known ? words.seal.encrypted : words.seal.unknown}</span>
    </span>
  );
}
