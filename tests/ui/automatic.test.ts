// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { FailureCode } from '../../web/protocol.ts';
import { dismiss, forgetDismissed, isNews } from '../../web/ui/automatic.ts';

const unasked = { automatic: true } as const;
const failed = (code: FailureCode, more: { automatic?: true } = {}, account = 1) =>
  ({
    type: 'failed',
    account,
    failure: { code, detail: '' },
    stored: 0,
    left: 0,
    ...more,
  }) as const;
const checked = (stored: number, deleted: number, more: { automatic?: true } = {}) =>
  ({ type: 'checked', account: 1, stored, deleted, skipped: 1, ...more }) as const;

test('whoever asks is told, whatever it is', () => {
  dismiss(1, 'server.busy');
  expect(isNews(failed('server.busy'))).toBe(true);
  expect(isNews(checked(0, 0))).toBe(true);
  forgetDismissed(1);
});

test('no new mail is no news to whoever did not ask', () => {
  expect(isNews(checked(0, 0, unasked))).toBe(false);
  expect(isNews(checked(2, 0, unasked))).toBe(true);
  expect(isNews(checked(0, 2, unasked))).toBe(true);
});

test('what ended because the account was changed, or its tab closed, is no news either', () => {
  expect(isNews(failed('cancelled', unasked))).toBe(false);
  expect(isNews(failed('cancelled'))).toBe(true);
});

test('a failure that was put away stays away until it is another', () => {
  expect(isNews(failed('server.busy', unasked))).toBe(true);
  dismiss(1, 'server.busy');
  expect(isNews(failed('server.busy', unasked))).toBe(false);
  expect(isNews(failed('server.busy', unasked, 2))).toBe(true);
  expect(isNews(failed('relay.unreachable', unasked))).toBe(true);
  forgetDismissed(1);
  expect(isNews(failed('server.busy', unasked))).toBe(true);
});
