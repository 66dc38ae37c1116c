// SPDX-License-Identifier: Apache-2.0
// What becomes of questions to a worker that is ended, or that never loaded.
import { beforeEach, expect, test } from 'vitest';
import type { Event } from '../../web/protocol.ts';
import { connect, isGone } from '../../web/ui/client.ts';

class ScriptedWorker {
  onmessage: (message: { data: Event }) => void = () => {};
  onerror: (error: { message?: string }) => void = () => {};
  readonly asked: { request: number }[] = [];
  isEnded = false;
  constructor() {
    workers.push(this);
  }
  postMessage(command: { request: number }) {
    this.asked.push(command);
  }
  terminate() {
    this.isEnded = true;
  }
}

let workers: ScriptedWorker[];
let events: string[];
beforeEach(() => {
  workers = [];
  events = [];
  Object.assign(globalThis, { Worker: ScriptedWorker });
});

const connected = () =>
  connect(
    ({ type }) => events.push(type),
    (detail) => events.push(detail),
  );

test('a restart refuses what was asked, and does not hear the old worker any more', async () => {
  const client = connected();
  const question = client.ask({ type: 'log', account: 1 });
  client.restart();
  expect(isGone(await question.catch((error: unknown) => error))).toBe(true);
  const [old, fresh] = workers;
  expect([old?.isEnded, fresh?.isEnded]).toEqual([true, false]);
  old?.onmessage({ data: { type: 'changed' } });
  old?.onerror({ message: 'late' });
  expect(events).toEqual([]);

  const again = client.ask({ type: 'log', account: 1 });
  const request = fresh?.asked[0]?.request ?? 0;
  fresh?.onmessage({ data: { type: 'answer', request, to: 'log', text: 'here' } });
  expect(await again).toMatchObject({ text: 'here' });
});

test('a worker that did not load refuses what was asked', async () => {
  const client = connected();
  const question = client.ask({ type: 'log', account: 1 });
  workers[0]?.onerror({});
  expect(isGone(await question.catch((error: unknown) => error))).toBe(true);
  expect(events).toEqual(['the worker did not start']);
});

test('an error in a worker that runs leaves its questions alone', async () => {
  const client = connected();
  const question = client.ask({ type: 'log', account: 1 });
  workers[0]?.onmessage({ data: { type: 'changed' } });
  workers[0]?.onerror({ message: 'a mistake' });
  const request = workers[0]?.asked[0]?.request ?? 0;
  workers[0]?.onmessage({ data: { type: 'answer', request, to: 'log', text: 'here' } });
  expect(await question).toMatchObject({ text: 'here' });
  expect(events).toEqual(['changed', 'a mistake']);
});
