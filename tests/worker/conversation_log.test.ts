// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { ConversationLog, kFirstLines, kLastLines } from '../../web/worker/conversation_log.ts';

const now = Date.UTC(2026, 10, 23, 7, 12, 3);

test('every line has its time since the beginning', () => {
  const log = new ConversationLog('mail.example.org:995 tls', now);
  log.say('S: +OK ready\nC: CAPA\n', now + 20);
  log.say('S: +OK (5 octets): TOP\n', now + 61_500);
  log.end(null, '2 stored, 0 deleted, 0 skipped', now + 62_000);
  expect(log.text).toBe(
    [
      '2026-11-23T07:12:03.000Z mail.example.org:995 tls',
      '   0.020 S: +OK ready',
      '   0.020 C: CAPA',
      '  61.500 S: +OK (5 octets): TOP',
      '  62.000 * done: 2 stored, 0 deleted, 0 skipped',
    ].join('\n'),
  );
});

test('of a long conversation the beginning and the end are kept', () => {
  const log = new ConversationLog('', now);
  const lines = Array.from({ length: 1000 }, (_, number) => `C: RETR ${number}\n`);
  log.say(lines.join(''), now);
  const kept = log.text.split('\n').slice(1);
  expect(kept).toHaveLength(kFirstLines + 1 + kLastLines);
  expect(kept[0]).toBe('   0.000 C: RETR 0');
  expect(kept[kFirstLines - 1]).toBe(`   0.000 C: RETR ${kFirstLines - 1}`);
  expect(kept[kFirstLines]).toBe(`         … ${1000 - kFirstLines - kLastLines} lines left out …`);
  expect(kept[kFirstLines + 1]).toBe(`   0.000 C: RETR ${1000 - kLastLines}`);
  expect(kept.at(-1)).toBe('   0.000 C: RETR 999');
});

test('the end says why, in one line, and quotes nothing that may be mail', () => {
  const ended = (code: 'tls.expired' | 'protocol.malformed', detail: string) => {
    const log = new ConversationLog('', now);
    log.end({ code, detail }, '', now);
    return log.text.split('\n').slice(1);
  };
  expect(ended('tls.expired', 'ended\non Monday')).toEqual([
    '   0.000 * failed: tls.expired: ended on Monday',
  ]);
  expect(ended('tls.expired', '')).toEqual(['   0.000 * failed: tls.expired']);
  expect(ended('protocol.malformed', 'Not a POP3 reply: "Dear Ana,"')).toEqual([
    '   0.000 * failed: protocol.malformed',
  ]);
  expect(ended('tls.expired', 'x'.repeat(5000))[0]).toHaveLength(9 + 23 + 300);
});
