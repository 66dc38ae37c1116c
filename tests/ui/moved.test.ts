// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { en } from '../../web/i18n/en.ts';
import { movedNotice } from '../../web/ui/moved.ts';

const taken: string[] = [];
const steps = { undo: () => taken.push('undo'), discard: () => taken.push('discard') };

test.each([
  ['inbox', false, 'Moved to the inbox.', ['Undo']],
  ['archive', true, 'Archived.', ['Undo']],
  ['trash', false, 'Deleted. It waits in the trash.', ['Undo']],
  ['trash', true, 'Deleted here. It stays on the server.', ['Delete there too', 'Undo']],
] as const)('moved to %s, on the server: %s', (folder, onServer, text, labels) => {
  const said = movedNotice(folder, onServer, en, steps);
  expect(said.text).toBe(text);
  expect(said.steps.map(({ label }) => label)).toEqual(labels);
  for (const { take } of said.steps) take();
  expect(taken.splice(0)).toEqual(labels.map((label) => (label === 'Undo' ? 'undo' : 'discard')));
});
