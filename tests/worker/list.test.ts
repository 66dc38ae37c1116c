// SPDX-License-Identifier: Apache-2.0
// The list in memory, checked against the plainest way to say the same: filter and sort.

import { expect, test } from 'vitest';
import type { View } from '../../web/protocol.ts';
import { fold, wordsOf } from '../../web/worker/fold.ts';
import { List } from '../../web/worker/list.ts';
import type { StoredRow } from '../../web/worker/store/schema.ts';

function row(id: number, more: Partial<StoredRow> = {}): StoredRow {
  return {
    id,
    account: 1,
    uidl: `u${id}`,
    occurrence: 0,
    folder: 'inbox',
    octets: 100,
    sha256: '',
    date: id * 1000,
    storedAt: 0,
    from: { name: 'Ana', address: 'ana@example.org' },
    subject: `Subject ${id}`,
    preview: '',
    flags: { unread: false, starred: false, attachments: false },
    messageId: '',
    inReplyTo: '',
    references: [],
    ...more,
  };
}

const inbox: View = { folder: 'inbox', account: null, query: '' };
const ids = (list: List, view: View, offset = 0, count = 100) =>
  list.window(view, offset, count).rows.map(({ id }) => id);

test('newest first, the later stored of two at the same moment first', () => {
  const list = new List();
  list.put([row(1, { date: 5 }), row(2, { date: 9 }), row(3, { date: 5 })]);
  expect(ids(list, inbox)).toEqual([2, 3, 1]);
  list.put([row(4, { date: 7 }), row(5, { date: 1 }), row(6, { date: 99 })]);
  expect(ids(list, inbox)).toEqual([6, 2, 4, 3, 1, 5]);
});

test('windows', () => {
  const list = new List();
  list.put(Array.from({ length: 10 }, (_, index) => row(index + 1)));
  expect(list.window(inbox, 2, 3)).toMatchObject({ total: 10, offset: 2 });
  expect(ids(list, inbox, 2, 3)).toEqual([8, 7, 6]);
  expect(ids(list, inbox, 8, 5)).toEqual([2, 1]);
  expect(list.window(inbox, 50, 5)).toEqual({ total: 10, offset: 50, rows: [] });
});

test('a row that comes again replaces the one that is here', () => {
  const list = new List();
  list.put([row(1), row(2)]);
  expect(list.window(inbox, 0, 9).total).toBe(2);
  list.put([
    row(1, { folder: 'trash', flags: { unread: true, starred: true, attachments: true } }),
  ]);
  expect(ids(list, inbox)).toEqual([2]);
  const [found] = list.window({ ...inbox, folder: 'trash' }, 0, 9).rows;
  expect(found).toMatchObject({ id: 1, unread: true, starred: true, attachments: true });
  expect(list.size).toBe(2);
});

test('folders, accounts, stars', () => {
  const list = new List();
  const starred = { unread: false, starred: true, attachments: false };
  list.put([
    row(1),
    row(2, { account: 2 }),
    row(3, { folder: 'archive', flags: starred }),
    row(4, { folder: 'trash', flags: starred }),
  ]);
  expect(ids(list, inbox)).toEqual([2, 1]);
  expect(ids(list, { ...inbox, account: 2 })).toEqual([2]);
  expect(ids(list, { ...inbox, folder: 'starred' })).toEqual([3]);
  expect(list.counts()).toEqual([
    { folder: 'inbox', total: 2, unread: 0 },
    { folder: 'archive', total: 1, unread: 0 },
    { folder: 'trash', total: 1, unread: 0 },
    { folder: 'starred', total: 1, unread: 0 },
  ]);
});

test.each([
  ['zurich', [2]],
  ['ZÜRICH  reunion', [2]],
  ['ana@example', [3, 2, 1]],
  ['budi', [3]],
  ['ﬁnance', [1]],
  ['日本', [3]],
  ['org subject', [3, 2, 1].filter((id) => id !== 2)],
  ['nothing', []],
  ['   ', [3, 2, 1]],
])('search for %j', (query, expected) => {
  const list = new List();
  list.put([
    row(1, { preview: 'Finance report' }),
    row(2, { subject: 'Réunion à Zürich' }),
    row(3, { from: { name: 'Budi Ana', address: 'ana@example.org' }, preview: '日本語' }),
  ]);
  expect(ids(list, { ...inbox, query })).toEqual(expected);
});

test('what was searched before is found as it is now', () => {
  const list = new List();
  const view = { ...inbox, query: 'news' };
  list.put([row(1, { subject: 'News' })]);
  expect(ids(list, view)).toEqual([1]);
  list.put([row(2, { subject: 'More news' })]);
  expect(ids(list, view)).toEqual([2, 1]);
});

test('removal keeps the rest in order, and findable', () => {
  const list = new List();
  list.put(
    Array.from({ length: 50 }, (_, index) =>
      row(index, { account: index % 3, date: (index * 7) % 50 }),
    ),
  );
  const before = ids(list, inbox);
  list.window({ ...inbox, query: 'subject' }, 0, 1);
  list.remove(({ account }) => account === 1);
  const after = before.filter((id) => id % 3 !== 1);
  expect(ids(list, inbox)).toEqual(after);
  expect(ids(list, { ...inbox, query: 'subject' })).toEqual(after);
  expect(ids(list, { ...inbox, query: 'subject 49' })).toEqual([]);
  expect(ids(list, { ...inbox, query: 'subject 48' })).toEqual([48]);
  list.put([row(30, { date: 1000 }), row(99, { date: 2000 })]);
  expect(ids(list, inbox)[0]).toBe(99);
});

test('any order of arrival gives the same list', () => {
  const rows = Array.from({ length: 300 }, (_, index) => row(index, { date: (index * 31) % 97 }));
  const expected = [...rows].sort((a, b) => b.date - a.date || b.id - a.id).map(({ id }) => id);
  for (const size of [1, 7, 300]) {
    const list = new List();
    const shuffled = rows.map((_, index) => rows[(index * 113) % 300] as StoredRow);
    for (let from = 0; from < 300; from += size) list.put(shuffled.slice(from, from + size));
    expect(ids(list, inbox, 0, 300)).toEqual(expected);
  }
});

test('folding', () => {
  expect(fold('ÀÉÎ ß Straße İ')).toBe(fold('aei ß straße i'));
  expect(wordsOf('  Two\tWords ')).toEqual(['two', 'words']);
});
