// SPDX-License-Identifier: Apache-2.0

import { messages } from '../i18n/language.ts';
import type { MessageRow } from '../protocol.ts';
import { open } from './actions.ts';
import { shortTime } from './days.ts';
import { displayName, octets } from './format.ts';
import { Icon } from './icons.tsx';
import { active, clock, openMessage } from './state.ts';

/** The same numbers stand in list.css. */
export const kRowHeight = 80;
export const kGroupHeight = 40;

export function optionId(id: number): string {
  return `message-${id}`;
}

interface Props {
  row: MessageRow;
  index: number;
  total: number;
  top: number;
  heading: string | null;
}

export function MessageOption({ row, index, total, top, heading }: Props) {
  const words = messages.value;
  const sender = words.list.from(displayName(row.from));
  const subject = row.subject || words.list.noSubject;
  const time = shortTime(row.date, clock.value, words);
  const chosen = openMessage.value?.id === row.id;
  const marks = [
    ...(row.unread ? [words.list.unread] : []),
    ...(row.starred ? [words.list.starred] : []),
    ...(row.attachments ? [words.list.attachments] : []),
    ...(row.headerOnly ? [words.list.headerOnly(octets(row.octets, words))] : []),
  ];
  return (
    <div role="presentation" class="slot" style={{ transform: `translateY(${top}px)` }}>
      {heading !== null && (
        <div class="group" aria-hidden="true">
          {heading}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the listbox around it has the keys */}
      <div
        id={optionId(row.id)}
        role="option"
        tabIndex={-1}
        class="row"
        data-unread={row.unread}
        data-active={active.value === index}
        aria-selected={chosen}
        aria-setsize={total}
        aria-posinset={index + 1}
        onClick={() => {
          active.value = index;
          void open(index);
        }}
      >
        {/* In the order in which it is read out; the grid puts it where it is looked for. */}
        <span class="row-from" dir="auto">
          {sender}
        </span>
        <span class="row-subject" dir="auto">
          {subject}
        </span>
        <time class="row-time" dateTime={new Date(row.date).toISOString()}>
          {time}
        </time>
        {marks.length > 0 && <span class="unseen">{marks.join(', ')}</span>}
        <span class="row-marks" aria-hidden="true">
          {row.attachments && <Icon name="paperclip" small />}
          {row.starred && <Icon name="star" small />}
        </span>
        <span class="row-preview" dir="auto" aria-hidden="true">
          {row.headerOnly ? words.list.headerOnly(octets(row.octets, words)) : row.preview}
        </span>
        <span class="dot" />
      </div>
    </div>
  );
}
