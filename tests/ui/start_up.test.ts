// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { next, type StartEvent, type StartUp } from '../../web/ui/start_up.ts';

const begun = { type: 'begun' } as const;
const state = { type: 'state' } as const;
const crashed = { type: 'crashed', detail: 'c' } as const;
const opening = (stage: 'database' | 'blocked' | 'upgrade' | 'accounts') =>
  ({ type: 'opening', stage }) as const;
const failed = { type: 'databaseUnavailable', newer: false, detail: 'd' } as const;
const newer = { type: 'databaseUnavailable', newer: true, detail: 'n' } as const;

/** One event a second. */
function after(...events: StartEvent[]): StartUp {
  let now: StartUp = { at: 'worker', since: 0 };
  events.forEach((event, index) => {
    now = next(now, event, index * 1000);
  });
  return now;
}

const database = { at: 'trouble', trouble: 'database', detail: 'd' };
const tooOld = { at: 'trouble', trouble: 'newer', detail: 'n' };

describe('the start', () => {
  test.each<[string, StartEvent[], unknown]>([
    ['begins with the worker', [begun], { at: 'worker', since: 0 }],
    [
      'is waited for as a whole',
      [begun, opening('database'), opening('accounts')],
      { at: 'accounts', since: 0 },
    ],
    [
      'says who blocks it',
      [begun, opening('database'), opening('blocked')],
      { at: 'blocked', since: 0 },
    ],
    [
      'gives an upgrade its own time',
      [begun, opening('database'), opening('upgrade')],
      { at: 'upgrade', since: 2000 },
    ],
    ['ends with the first state', [begun, opening('accounts'), state], { at: 'ready' }],
    ['is over after it', [begun, state, opening('accounts')], { at: 'ready' }],
    [
      'fails if the worker does not load',
      [begun, crashed],
      { at: 'trouble', trouble: 'code', detail: 'c' },
    ],
    ['does not fail afterwards', [begun, state, crashed], { at: 'ready' }],
    ['fails with the database', [begun, opening('database'), failed], database],
    ['fails with it later too', [begun, state, failed], database],
    ['goes on when the database can be read again', [begun, failed, state], { at: 'ready' }],
    [
      'goes on when it is opened again',
      [begun, failed, opening('database')],
      { at: 'database', since: 2000 },
    ],
    ['begins anew', [begun, failed, begun], { at: 'worker', since: 2000 }],
    ['says that it is too old', [begun, state, newer], tooOld],
    [
      'says nothing else then',
      [begun, newer, failed, opening('accounts'), crashed, state, begun],
      tooOld,
    ],
  ])('%s', (_name, events, expected) => {
    expect(after(...events)).toEqual(expected);
  });
});

test('what stands there before the app has its colours', () => {
  const read = (name: string) =>
    readFileSync(path.resolve(import.meta.dirname, '../../web', name), 'utf8');
  const colours = (css: string) => [...new Set(css.match(/#[0-9a-f]{6}\b/gu))];
  const before = colours(read('public/before.css'));
  expect(before.length).toBeGreaterThan(4);
  expect(colours(read('ui/tokens.css'))).toEqual(expect.arrayContaining(before));
});
