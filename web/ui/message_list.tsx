// SPDX-License-Identifier: Apache-2.0
// The list of messages: a listbox of any length of which only the rows in sight exist. Headings of
// days belong to the first row under them. A row's height is known from what it shows, so nothing
// has to be measured and the scroll bar tells the truth.

import { computed } from '@preact/signals';
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from '@tanstack/virtual-core';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { messages } from '../i18n/language.ts';
import { list, onScreen, open, show } from './actions.ts';
import { dayGroup } from './days.ts';
import { EmptyList } from './empty.tsx';
import { kGroupHeight, kRowHeight, MessageOption, optionId } from './message_row.tsx';
import { Late, ListFailed } from './start_view.tsx';
import { active, clock, listVersion, openMessage, state, view } from './state.ts';

let scrollTo: (index: number) => void = () => {};

/** Moves the keyboard's row, and the open message with it if there is one. */
export function step(by: number): void {
  const total = list.total ?? 0;
  if (total === 0) return;
  const next = Math.min(total - 1, Math.max(0, active.value + by));
  active.value = next;
  scrollTo(next);
  if (openMessage.value !== null && list.row(next) !== undefined) void open(next);
}

/** Which rows begin a group of days, and its name; once for every change of the list or the day. */
const headings = computed<ReadonlyMap<number, string>>(() => {
  const words = messages.value;
  const now = clock.value;
  const found = new Map<number, string>();
  if (listVersion.value < 0) return found;
  const groups = new Map<number, string>();
  for (const [index, row] of list.loaded()) groups.set(index, dayGroup(row.date, now, words));
  for (const [index, group] of groups) {
    const before = groups.get(index - 1);
    // Where the row before is not here yet, neither is the heading.
    if (index === 0 || (before !== undefined && before !== group)) found.set(index, group);
  }
  return found;
});

export function MessageList() {
  const words = messages.value;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer(scroller);
  const total = list.total;

  if (list.trouble !== null) {
    return <ListFailed detail={list.trouble} again={() => show({})} />;
  }
  if (total === null) {
    const { loading, long } = words.list;
    return <Late since={list.since} word={loading} long={long} />;
  }
  if (total === 0) return <EmptyList />;
  const items = virtualizer.getVirtualItems();
  const activeRow = list.row(active.value);
  return (
    <div
      ref={scroller}
      class="list"
      role="listbox"
      tabIndex={0}
      aria-label={words.list.label}
      aria-activedescendant={activeRow === undefined ? undefined : optionId(activeRow.id)}
      onFocus={() => {
        if (active.value < 0) active.value = 0;
      }}
      onKeyDown={(event) => {
        const page = Math.max(1, onScreen.last - onScreen.first - 1);
        const moves: Record<string, number> = {
          ArrowDown: 1,
          ArrowUp: -1,
          PageDown: page,
          PageUp: -page,
          Home: Number.NEGATIVE_INFINITY,
          End: Number.POSITIVE_INFINITY,
        };
        const by = moves[event.key];
        if (by !== undefined) {
          event.preventDefault();
          step(by);
        } else if (event.key === 'Enter') {
          event.preventDefault();
          void open(active.value);
        }
      }}
    >
      <div
        role="presentation"
        class="list-all"
        style={{ height: `${virtualizer.getTotalSize()}px` }}
      >
        {items.map((item) => {
          const row = list.row(item.index);
          return (
            row !== undefined && (
              <MessageOption
                key={row.id}
                row={row}
                index={item.index}
                total={total}
                top={item.start}
                heading={headings.value.get(item.index) ?? null}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

function useVirtualizer(scroller: { current: HTMLDivElement | null }) {
  const [, redraw] = useState(0);
  const groups = headings.value;
  const [virtualizer] = useState(
    () =>
      new Virtualizer<HTMLDivElement, HTMLElement>({
        count: 0,
        getScrollElement: () => scroller.current,
        estimateSize: () => kRowHeight,
        scrollToFn: elementScroll,
        observeElementRect,
        observeElementOffset,
      }),
  );
  const anchor = useAnchor(virtualizer, scroller);

  virtualizer.setOptions({
    ...virtualizer.options,
    count: list.total ?? 0,
    overscan: 6,
    estimateSize: (index) => kRowHeight + (groups.has(index) ? kGroupHeight : 0),
    onChange: () => {
      remember(virtualizer);
      anchor.note();
      redraw((n) => n + 1);
    },
  });

  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => {
    virtualizer.measure();
    anchor.restore();
  }, [virtualizer, groups, state.value === null]);
  useEffect(() => {
    scrollTo = (index) => virtualizer.scrollToIndex(index);
    return () => {
      scrollTo = () => {};
    };
  }, [virtualizer]);
  // Another folder begins at its top.
  useEffect(() => {
    active.value = -1;
    anchor.forget();
    virtualizer.scrollToOffset(0);
  }, [virtualizer, view.value]);
  return virtualizer;
}

function remember(virtualizer: Virtualizer<HTMLDivElement, HTMLElement>): void {
  const range = virtualizer.range;
  if (range === null || list.total === null) return;
  onScreen.first = range.startIndex;
  onScreen.last = range.endIndex;
  list.need(range.startIndex - 6, range.endIndex + 6);
}

/** New rows arrive above without moving what one reads: the first row in sight stays where it is. */
function useAnchor(
  virtualizer: Virtualizer<HTMLDivElement, HTMLElement>,
  scroller: { current: HTMLDivElement | null },
) {
  const held = useRef<{ id: number; into: number; activeId: number | null } | null>(null);
  /** The rows that `held` belongs to: with others, the same place is another row. */
  const version = useRef(listVersion.peek());
  return {
    note() {
      if (version.current !== listVersion.peek()) return;
      // The element's own word: the virtualizer hears of a scroll only with its event.
      const offset = scroller.current?.scrollTop ?? 0;
      const first = virtualizer.getVirtualItemForOffset(offset);
      const row = first === undefined ? undefined : list.row(first.index);
      const activeId = list.row(active.value)?.id ?? null;
      held.current =
        first === undefined || row === undefined || offset < kRowHeight
          ? null
          : { id: row.id, into: offset - first.start, activeId };
      onScreen.reading = held.current?.id ?? null;
    },
    restore() {
      version.current = listVersion.peek();
      const open = openMessage.value?.id ?? held.current?.activeId ?? null;
      const activeNow = open === null ? null : list.indexOf(open);
      if (activeNow !== null) active.value = activeNow;
      if (held.current === null) return;
      const index = list.indexOf(held.current.id);
      // The cache is filled anew only when someone asks.
      virtualizer.getTotalSize();
      const item = index === null ? undefined : virtualizer.measurementsCache[index];
      if (item === undefined) return;
      const wanted = item.start + held.current.into;
      if (Math.abs(wanted - (scroller.current?.scrollTop ?? 0)) > 1)
        virtualizer.scrollToOffset(wanted);
    },
    forget() {
      held.current = null;
      onScreen.reading = null;
    },
  };
}
