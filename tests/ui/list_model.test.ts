// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { MessageRow, View } from '../../web/protocol.ts';
import { ListModel, type Page } from '../../web/ui/list_model.ts';

const kView: View = { folder: 'inbox', account: null, query: '' };

function row(id: number): MessageRow {
  return {
    id,
    account: 1,
    folder: 'inbox',
    from: { name: '', address: '' },
    subject: `${id}`,
    preview: '',
    date: 0,
    octets: 0,
    unread: false,
    starred: false,
    attachments: false,
  };
}

/** A mailbox in memory; answers wait until they are let go, so that their order can be chosen. */
function mailbox(size: number) {
  let ids = Array.from({ length: size }, (_, index) => size - index);
  const asked: { offset: number; count: number; go: () => void }[] = [];
  let changes = 0;
  const model = new ListModel(
    kView,
    (_view, offset, count) => {
      const page: Page = {
        total: ids.length,
        offset,
        rows: ids.slice(offset, offset + count).map(row),
      };
      return new Promise((resolve) => {
        asked.push({ offset, count, go: () => resolve(page) });
      });
    },
    () => {
      changes += 1;
    },
  );
  const letAllGo = async () => {
    while (asked.length > 0) {
      asked.shift()?.go();
      // Two turns: the answer, and what the model asks because of it.
      await Promise.resolve();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    model,
    asked,
    letAllGo,
    changes: () => changes,
    arrive(n: number) {
      const newest = ids[0] ?? 0;
      ids = [...Array.from({ length: n }, (_, index) => newest + n - index), ...ids];
    },
  };
}

test('asks for windows as they come into sight, each once', async () => {
  const { model, asked, letAllGo } = mailbox(1000);
  const shown = model.show(kView);
  await letAllGo();
  await shown;
  expect(model.total).toBe(1000);
  expect(model.row(0)?.id).toBe(1000);
  expect(model.row(500)).toBeUndefined();
  model.need(490, 510);
  model.need(491, 511);
  expect(asked.map(({ offset }) => offset)).toEqual([448]);
  await letAllGo();
  expect(model.row(500)?.id).toBe(500);
});

test('asks for the row before the first in sight, for its heading', async () => {
  const { model, asked, letAllGo } = mailbox(1000);
  const shown = model.show(kView);
  await letAllGo();
  await shown;
  model.need(128, 130);
  expect(asked.map(({ offset }) => offset)).toEqual([64, 128]);
});

test('keeps the old rows until the new window is here', async () => {
  const box = mailbox(1000);
  const shown = box.model.show(kView);
  await box.letAllGo();
  await shown;
  box.arrive(3);
  const reloaded = box.model.reload(0, 10, null);
  expect(box.model.row(0)?.id).toBe(1000);
  await box.letAllGo();
  await reloaded;
  expect(box.model.row(0)?.id).toBe(1003);
  expect(box.model.total).toBe(1003);
});

test('finds the row one was reading although hundreds arrived above it', async () => {
  const box = mailbox(1000);
  const shown = box.model.show(kView);
  await box.letAllGo();
  await shown;
  box.model.need(200, 210);
  await box.letAllGo();
  const reading = box.model.row(200)?.id ?? 0;
  box.arrive(300);
  const reloaded = box.model.reload(200, 210, reading);
  await box.letAllGo();
  await reloaded;
  expect(box.model.indexOf(reading)).toBe(500);
});

test('finds it even while more arrive', async () => {
  const box = mailbox(1000);
  const shown = box.model.show(kView);
  await box.letAllGo();
  await shown;
  box.model.need(200, 210);
  await box.letAllGo();
  const reading = box.model.row(200)?.id ?? 0;
  box.arrive(300);
  const reloaded = box.model.reload(200, 210, reading);
  // Between the first answer and the second question.
  box.arrive(200);
  await box.letAllGo();
  await reloaded;
  expect(box.model.indexOf(reading)).toBe(700);
});

test('a window of a list that has changed meanwhile is not mixed in', async () => {
  const box = mailbox(1000);
  const shown = box.model.show(kView);
  await box.letAllGo();
  await shown;
  box.arrive(5);
  box.model.need(300, 310);
  await box.letAllGo();
  expect(box.model.total).toBe(1000);
  expect(box.model.row(300)).toBeUndefined();
  const reloaded = box.model.reload(300, 310, null);
  await box.letAllGo();
  await reloaded;
  expect(box.model.row(300)?.id).toBe(705);
});

test('an answer to an older question is not taken', async () => {
  const box = mailbox(10);
  const first = box.model.show(kView);
  const late = box.asked.shift();
  box.arrive(1);
  const second = box.model.show({ ...kView, query: 'x' });
  await box.letAllGo();
  await second;
  late?.go();
  await first;
  expect(box.model.total).toBe(11);
});

test('a moved message leaves at once, and the rows below close up', async () => {
  const box = mailbox(5);
  const shown = box.model.show(kView);
  await box.letAllGo();
  await shown;
  box.model.remove(4);
  expect(box.model.total).toBe(4);
  expect([0, 1, 2, 3].map((index) => box.model.row(index)?.id)).toEqual([5, 3, 2, 1]);
  box.model.change(3, { starred: true });
  expect(box.model.row(1)?.starred).toBe(true);
});

test('memory does not grow with the list', async () => {
  const box = mailbox(100_000);
  const shown = box.model.show(kView);
  await box.letAllGo();
  await shown;
  for (let at = 0; at < 100_000; at += 64) {
    box.model.need(at, at + 20);
    await box.letAllGo();
  }
  let held = 0;
  for (let index = 0; index < 100_000; index += 1) if (box.model.row(index)) held += 1;
  expect(held).toBeLessThan(3000);
});
