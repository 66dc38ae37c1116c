// SPDX-License-Identifier: Apache-2.0
// A list that could not be read says so, and comes when it can be.
import { expect, test } from 'vitest';
import type { MessageRow, View } from '../../web/protocol.ts';
import { ListModel } from '../../web/ui/list_model.ts';

const view: View = { folder: 'inbox', account: null, query: '' };
const kTotal = 300;

/** Answers, or fails, in the order in which it was asked; `settle` is the test's to call. */
function scene() {
  const asked: { offset: number; settle: (how: 'answer' | 'fail') => Promise<void> }[] = [];
  const model = new ListModel(
    view,
    (_view, offset, count) =>
      new Promise((resolve, reject) => {
        const settle = async (how: 'answer' | 'fail') => {
          const rows = Array.from({ length: Math.min(count, kTotal - offset) }, (_, index) => ({
            id: offset + index,
          }));
          if (how === 'answer') resolve({ total: kTotal, offset, rows: rows as MessageRow[] });
          else reject(new Error('in between'));
          await new Promise((done) => setImmediate(done));
        };
        asked.push({ offset, settle });
      }),
    () => {},
  );
  return { model, settle: async (how: 'answer' | 'fail') => asked.shift()?.settle(how), asked };
}

test('a list that cannot be read is in trouble until it can be', async () => {
  const { model, settle } = scene();
  void model.show(view);
  expect(model.trouble).toBeNull();
  await settle('fail');
  expect(model.trouble).toBe('in between');
  void model.show(view);
  expect(model.trouble).toBeNull();
  await settle('answer');
  expect([model.trouble, model.total]).toEqual([null, kTotal]);
});

test('the failure of a list that is not wanted any more is no trouble', async () => {
  const { model, settle } = scene();
  void model.show(view);
  void model.show({ ...view, folder: 'archive' });
  await settle('fail');
  expect(model.trouble).toBeNull();
  await settle('answer');
  expect(model.total).toBe(kTotal);
});

test('a change that comes before the first answer, and fails, is trouble', async () => {
  const { model, settle } = scene();
  void model.show(view);
  void model.reload(0, 20, null);
  await settle('answer');
  await settle('fail');
  expect(model.trouble).toBe('in between');
});

test('rows that were on their way during a reload that failed are asked for again', async () => {
  const { model, settle, asked } = scene();
  void model.show(view);
  await settle('answer');
  model.need(70, 90);
  const reload = model.reload(0, 20, null);
  await settle('answer');
  await Promise.all([expect(reload).rejects.toThrow('in between'), settle('fail')]);
  expect(model.row(70)).toBeUndefined();
  model.need(70, 90);
  expect(asked.map(({ offset }) => offset)).toEqual([64]);
  await settle('answer');
  expect(model.row(70)?.id).toBe(70);
});
