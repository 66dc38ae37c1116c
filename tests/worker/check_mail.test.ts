// SPDX-License-Identifier: Apache-2.0
// The order of safety, with scripted neighbours. The same flow on real parts is tests/headless.

import { expect, test } from 'vitest';
import type { Output, SessionEvent } from '../../wasm/bindings/pillarbox.d.ts';
import { checkMail } from '../../web/worker/check_mail.ts';
import { StorageError } from '../../web/worker/mail_store.ts';
import { done, listed, message, output, Scene, settled } from './fakes.ts';

async function begun(): Promise<{ scene: Scene; result: ReturnType<typeof checkMail> }> {
  const scene = new Scene();
  const result = checkMail(scene.parts);
  await settled();
  scene.relay.opened();
  return { scene, result };
}

test('remembers what is known before it starts', async () => {
  const { scene, result } = await begun();
  scene.frame(done);
  expect(await result).toMatchObject({ failure: null, stored: 0 });
  expect(scene.log).toEqual(['remember old 1 5', 'start', 'hang up', 'delete']);
});

test('confirms only what is durable, while more comes in', async () => {
  const { scene, result } = await begun();
  scene.frame(output([listed(3), message(3)]));
  scene.clock.pass(25);
  scene.frame(output([message(2), message(1)]));
  scene.clock.pass(1000);
  await settled();
  expect(scene.log.slice(2)).toEqual(['save u3']);

  scene.saves[0]?.done();
  await settled();
  expect(scene.log.slice(3)).toEqual(['stored u3', 'confirm 3', 'save u2,u1']);

  scene.onConfirm.push(
    output([{ type: 'deleted', number: 3, uidl: 'u3', occurrence: 0 }, ...done.events], {
      close: true,
    }),
  );
  scene.saves[1]?.done();
  expect(await result).toEqual({
    listed: 3,
    toFetch: 3,
    stored: 3,
    known: 0,
    deleted: 1,
    skipped: 0,
    failure: null,
  });
  expect(scene.log.slice(6)).toEqual([
    'stored u2,u1',
    'confirm 2,1',
    'deleted u3',
    'hang up',
    'delete',
  ]);
});

test('what was here already is told apart from what is new, and is as safe', async () => {
  const { scene, result } = await begun();
  scene.frame(output([listed(3), message(3), message(2), message(1)]));
  await settled();
  scene.onConfirm.push(done);
  scene.saves[0]?.done(['known', 'stored', 'known']);
  expect(await result).toMatchObject({ toFetch: 3, stored: 1, known: 2, failure: null });
  expect(scene.log.slice(3, 6)).toEqual(['stored u2', 'known u3,u1', 'confirm 3,2,1']);
});

test('a full batch and the last message go at once, others when nothing comes', async () => {
  const { scene } = await begun();
  scene.frame(output([listed(200), ...Array.from({ length: 49 }, (_, index) => message(index))]));
  expect(scene.saves).toHaveLength(0);
  scene.frame(output([message(49)]));
  expect(scene.saves[0]?.mails).toHaveLength(50);
  scene.saves[0]?.done();
  await settled();
  scene.frame(output([message(50, 3 * 1024 * 1024)]));
  expect(scene.saves[1]?.mails).toHaveLength(1);
  scene.saves[1]?.done();
  await settled();
  scene.frame(output([message(51)]));
  expect(scene.saves).toHaveLength(2);
  scene.clock.pass(25);
  expect(scene.saves).toHaveLength(3);
});

test.each([
  [new StorageError('storage.full', 'no room'), 'storage.full'],
  [Object.assign(new Error('x'), { name: 'QuotaExceededError' }), 'storage.full'],
  [Object.assign(new Error('x'), { code: 'ENOSPC' }), 'storage.full'],
  [new Error('x'), 'storage.failed'],
])(
  'storage that fails (%s) is told to the session, and nothing is confirmed',
  async (error, code) => {
    const { scene, result } = await begun();
    scene.frame(output([listed(2), message(2)]));
    scene.clock.pass(25);
    scene.frame(output([message(1)]));
    scene.saves[0]?.failed(error);
    expect((await result).failure?.code).toBe(code);
    expect((await result).stored).toBe(0);
    expect(scene.log.slice(2)).toEqual([
      'save u2',
      'storageFailed',
      'send RSET',
      'hang up',
      'delete',
    ]);
  },
);

test('what came in whole before the end of the stream is kept, and not confirmed', async () => {
  const { scene, result } = await begun();
  scene.frame(output([listed(9), message(9)]));
  scene.hangUp();
  await settled();
  expect(scene.log.slice(2)).toEqual(['closed', 'hang up', 'save u9']);
  scene.saves[0]?.done();
  expect(await result).toMatchObject({ stored: 1, failure: { code: 'protocol.closed' } });
  expect(scene.log.slice(5)).toEqual(['stored u9', 'delete']);
});

test('Stop waits for the batch that is being written, and saves the one that gathers', async () => {
  const { scene, result } = await begun();
  scene.frame(output([listed(9), message(9)]));
  scene.clock.pass(25);
  scene.frame(output([message(8)]));
  scene.stop.abort();
  expect(scene.log.slice(3)).toEqual(['cancel', 'hang up']);
  scene.saves[0]?.done();
  await settled();
  scene.saves[1]?.done();
  expect(await result).toMatchObject({ stored: 2, failure: { code: 'cancelled' } });
  expect(scene.log).not.toContain('confirm 9');
});

test('a check that was stopped is stopped, though what gathers cannot be stored any more', async () => {
  const { scene, result } = await begun();
  scene.frame(output([listed(9), message(9)]));
  scene.stop.abort();
  scene.saves[0]?.failed(new Error('The database is closed.'));
  expect(await result).toMatchObject({ stored: 0, failure: { code: 'cancelled' } });
});

test('Stop before the relay has answered', async () => {
  const scene = new Scene();
  const result = checkMail(scene.parts);
  await settled();
  scene.stop.abort();
  expect(await result).toMatchObject({ failure: { code: 'cancelled' } });
  expect(scene.log.slice(1)).toEqual(['hang up', 'delete']);
});

test('why there was no connection comes from the transport', async () => {
  const scene = new Scene();
  const result = checkMail(scene.parts);
  await settled();
  scene.hangUp({ code: 'relay.unreachable', detail: 'gone' });
  expect(await result).toMatchObject({ failure: { code: 'relay.unreachable', detail: 'gone' } });
});

test('a failure of the core is passed on with its certificate', async () => {
  const { scene, result } = await begun();
  const certificate = {
    subject: 'CN=x',
    issuer: 'CN=x',
    names: ['x'],
    notBefore: 0,
    notAfter: 1,
    sha256: '00',
    spkiPin: 'sha256/AA',
  };
  scene.frame(
    output([{ type: 'failed', code: 'tls.untrusted', detail: 'self-signed', certificate }], {
      close: true,
    }),
  );
  expect((await result).failure).toEqual({
    code: 'tls.untrusted',
    detail: 'self-signed',
    certificate,
  });
});

test('a bug in the core ends the check; its instance is not touched again', async () => {
  const { scene, result } = await begun();
  scene.frames.shift = () => {
    throw new WebAssembly.RuntimeError('unreachable');
  };
  scene.relay.received(new Uint8Array([1]));
  expect(await result).toMatchObject({ failure: { code: 'internal' } });
  expect(scene.log.slice(2)).toEqual(['hang up']);
});

test('ticks at the deadline of the session, and only then', async () => {
  const { scene, result } = await begun();
  scene.frame(output([], { deadline: scene.clock.now() + 1000 }));
  scene.clock.pass(999);
  expect(scene.log).not.toContain('tick');
  scene.clock.pass(1);
  expect(scene.log).toContain('tick');
  scene.frame(done);
  await result;
  expect(scene.clock.waiting).toBe(0);
});

test('skipped messages are counted and told', async () => {
  const { scene, result } = await begun();
  const skipped = { type: 'skipped', number: 1, uidl: 'u1', occurrence: 0, reason: 'too large' };
  scene.frame(output([listed(0), skipped as never, ...done.events], { close: true }));
  expect(await result).toMatchObject({ skipped: 1 });
  expect(scene.log).toContain('skipped u1 too large');
});

const failed = (code: string): SessionEvent => ({
  type: 'failed',
  code,
  detail: '',
  certificate: null,
});
const learned = (fact: string, reconnect: boolean): SessionEvent => ({
  type: 'learned',
  fact,
  reconnect,
});
const doubted = (number: number): SessionEvent => ({
  type: 'doubted',
  number,
  uidl: `u${number}`,
  occurrence: 0,
});
const closing = (...events: SessionEvent[]) => output(events, { close: true });

/** A scene that writes down what each session is told and what the host learns. */
function learningScene(...sessions: Output[]) {
  const scene = new Scene();
  const facts: string[] = [];
  const told: (string[] | undefined)[] = [];
  const { createSession } = scene.parts.core;
  scene.parts.core.createSession = (config) => {
    told.push(config.facts);
    return createSession(config);
  };
  scene.parts.listener.learned = (fact) => facts.push(fact);
  const run = async () => {
    const result = checkMail(scene.parts);
    for (const session of sessions) {
      await settled();
      scene.relay.opened();
      scene.frame(session);
    }
    return result;
  };
  return { scene, facts, told, run };
}

test('another session follows at once where one has learned why it failed', async () => {
  const { facts, told, run } = learningScene(
    closing(learned('no-capa', true), failed('protocol.closed')),
    done,
  );
  expect(await run()).toMatchObject({ failure: null });
  expect(told).toEqual([undefined, ['no-capa']]);
  expect(facts).toEqual(['no-capa']);
});

test('what was learned is not kept where it did not help', async () => {
  const { facts, told, run } = learningScene(
    closing(learned('refused plain', true), failed('auth.rejected')),
    closing(failed('auth.rejected')),
  );
  expect(await run()).toMatchObject({ failure: { code: 'auth.rejected' } });
  expect(told).toHaveLength(2);
  expect(facts).toEqual([]);
});

test('a drop in the window is for the next session only, and a fact without failure is kept at once', async () => {
  const { facts, told, run } = learningScene(
    closing(
      learned('interval 300', false),
      learned('dropped-in-window', true),
      failed('protocol.closed'),
    ),
    done,
  );
  await run();
  expect(told[1]).toEqual(['dropped-in-window']);
  expect(facts).toEqual(['interval 300']);
});

test('one message that breaks every session is doubted three times, and pipelining acquitted', async () => {
  const bad = closing(learned('no-pipelining', true), doubted(7), failed('protocol.malformed'));
  const { scene, facts, told, run } = learningScene(bad, bad, bad, done);
  expect(await run()).toMatchObject({ failure: null });
  expect(scene.log.filter((line) => line.startsWith('doubt'))).toEqual([
    'doubt u7 0 1',
    'doubt u7 0 2',
    'doubt u7 0 3',
  ]);
  expect(told[1]).toEqual(['no-pipelining']);
  expect(told[3]).toBeUndefined();
  expect(facts).toEqual([]);
});

const part = (...numbers: number[]) =>
  output([learned('expire 0', false), listed(numbers.length), ...numbers.map((n) => message(n))]);

/** A scene whose server lists by parts: one session a part, each stored and ended. */
async function fetchParts(scene: Scene, ...parts: number[][]) {
  for (const numbers of parts) {
    await settled();
    scene.relay.opened();
    scene.frame(part(...numbers));
    scene.saves.shift()?.done();
    await settled();
    scene.frame(done);
  }
  await settled();
}

test('a server that lists only a part is visited until nothing new comes', async () => {
  const scene = new Scene();
  const result = checkMail(scene.parts);
  await fetchParts(scene, [1, 2], [3, 4], [5], []);
  expect(await result).toMatchObject({ failure: null, stored: 5, toFetch: 5 });
  expect(scene.log.filter((line) => line.startsWith('stored'))).toEqual([
    'stored u1,u2',
    'stored u3,u4',
    'stored u5',
  ]);
});

test.each([
  ['is refused because it is too soon', 'server.login-delay', [], null],
  ['does not come about', 'protocol.closed', [], null],
  ['breaks off in the middle', 'protocol.closed', [listed(2)], 'protocol.closed'],
] as const)('a later part that %s', async (_what, why, events, code) => {
  const scene = new Scene();
  const result = checkMail(scene.parts);
  await fetchParts(scene, [1]);
  scene.relay.opened();
  scene.frame(closing(...events, failed(why)));
  const { failure, stored } = await result;
  expect(failure?.code ?? null).toBe(code);
  expect(stored).toBe(1);
});

test('doubts are kept from one check to the next, and end with a message that is stored', async () => {
  const scene = new Scene();
  const kept: string[] = [];
  scene.parts.store.doubts = async () => [
    { uidl: 'u3', occurrence: 0, sessions: 1 },
    { uidl: 'u9', occurrence: 0, sessions: 2 },
  ];
  scene.parts.store.doubted = async ({ uidl, sessions }) => {
    kept.push(`${uidl} ${sessions}`);
  };
  const result = checkMail(scene.parts);
  await settled();
  scene.relay.opened();
  scene.frame(closing(doubted(9), failed('protocol.malformed')));
  await settled();
  scene.relay.opened();
  scene.frame(output([listed(2), message(3), message(1)]));
  scene.saves[0]?.done();
  await settled();
  scene.frame(done);
  await result;
  expect(scene.log.filter((line) => line.startsWith('doubt'))).toEqual([
    'doubt u3 0 1',
    'doubt u9 0 2',
    'doubt u3 0 1',
    'doubt u9 0 3',
  ]);
  expect(kept).toEqual(['u9 3', 'u3 0']);
});

test('a plain drop in a message ends the check, as it always did', async () => {
  const { told, run } = learningScene(closing(doubted(3), failed('protocol.closed')));
  expect(await run()).toMatchObject({ failure: { code: 'protocol.closed' } });
  expect(told).toHaveLength(1);
});

/** A scene whose store takes everything at once, and what comes again but once; each session lists and fetches these. */
function partsScene(user: string, ...sessions: number[][]) {
  const outputs = sessions.map((numbers) => {
    const messages = numbers.map((number) => message(number));
    return output([listed(numbers.length), ...messages, ...done.events], { close: true });
  });
  const parts = learningScene(...outputs);
  parts.scene.parts.config = { ...parts.scene.parts.config, user, facts: ['expire 0'] };
  const here = new Set<string>();
  parts.scene.parts.store.save = async (batch) =>
    batch.map(({ uidl }) => (here.size < here.add(uidl).size ? 'stored' : 'known'));
  return parts;
}

test('a server that lists the same again and again holds us no longer than it shows something new', async () => {
  const { told, run } = partsScene('ana', [1, 2], [2, 3], [3], [4]);
  expect(await run()).toMatchObject({ failure: null, listed: 5, stored: 3, known: 2 });
  expect(told).toHaveLength(3);
});

test('the last 30 days of Gmail are one part', async () => {
  const { told, run } = partsScene('recent:ana', [1], [2]);
  expect(await run()).toMatchObject({ failure: null, stored: 1 });
  expect(told).toHaveLength(1);
});

test('what was deleted here is told, and a new name of what is here is noted', async () => {
  const scene = new Scene();
  scene.parts.store.discarded = async () => [{ uidl: 'gone', occurrence: 0 }];
  scene.parts.store.renamed = async (names) => {
    for (const { from, to } of names) scene.note(`renamed ${from.uidl} ${to.uidl}`);
  };
  const result = checkMail(scene.parts);
  await settled();
  scene.relay.opened();
  scene.frame(
    closing(
      {
        type: 'recognised',
        number: 1,
        uidl: 'new',
        occurrence: 0,
        knownUidl: 'old',
        knownOccurrence: 1,
      },
      { type: 'done' },
    ),
  );
  await result;
  expect(scene.log).toContain('discard gone 0');
  expect(scene.log).toContain('renamed old new');
});
