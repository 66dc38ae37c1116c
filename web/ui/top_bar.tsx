// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef } from 'preact/hooks';
import { messages } from '../i18n/language.ts';
import { checkMail } from './actions.ts';
import { ago } from './days.ts';
import { Icon, Mark } from './icons.tsx';
import { clearSearch, search } from './search.ts';
import { checking, clock, online, pane, state, typed, view } from './state.ts';

export function TopBar() {
  const words = messages.value;
  const usable = (state.value?.accounts.length ?? 0) > 0;
  return (
    <header class="top">
      <div class="brand">
        <Mark />
        <span class="brand-name">{words.appName}</span>
      </div>
      {usable && <Search />}
      {usable && <Checked />}
      {usable && (
        <button
          type="button"
          class="primary check"
          aria-label={words.actions.checkMail}
          onClick={checkMail}
        >
          <span class={checking.value.size > 0 ? 'turner turning' : 'turner'}>
            <Icon name="check" />
          </span>
          <span class="check-word">{words.actions.checkMail}</span>
        </button>
      )}
    </header>
  );
}

function Search() {
  const words = messages.value;
  const field = useRef<HTMLInputElement>(null);
  const total = state.value?.counts.find(({ folder }) => folder === view.value.folder)?.total ?? 0;

  useEffect(() => {
    if (pane.value === 'search') field.current?.focus();
  }, [pane.value]);

  return (
    <div class="search">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        id="search"
        aria-label={words.search.label}
        placeholder={words.search.placeholder(total)}
        autocomplete="off"
        dir="auto"
        value={typed.value}
        onInput={(event) => search(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          clearSearch();
          event.currentTarget.blur();
        }}
      />
      <span class="search-key" aria-hidden="true">
        <kbd>/</kbd>
      </span>
    </div>
  );
}

function Checked() {
  const words = messages.value;
  if (!online.value) {
    return (
      <span class="checked">
        <Icon name="offline" small /> {words.status.offline}
      </span>
    );
  }
  const times = (state.value?.accounts ?? []).flatMap(({ checkedAt }) => checkedAt ?? []);
  return (
    <span class="checked">
      {times.length === 0
        ? words.status.neverChecked
        : words.status.checked(ago(Math.max(...times), clock.value, words))}
    </span>
  );
}
