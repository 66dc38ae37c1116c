// SPDX-License-Identifier: Apache-2.0
// The order of safety when somebody else's call breaks the instance that a session is in.

import { expect, test } from 'vitest';
import { checkMail } from '../../web/worker/check_mail.ts';
import { listed, message, output, Scene, settled } from './fakes.ts';

async function begun() {
  const scene = new Scene();
  const result = checkMail(scene.parts);
  await settled();
  scene.relay.opened();
  scene.log.length = 0;
  return { scene, result };
}

test('what is stored is not confirmed, what gathers is not stored, nothing is sent', async () => {
  const { scene, result } = await begun();
  scene.frame(output([listed(60), message(60)]));
  scene.clock.pass(100);
  scene.frame(output([message(59)]));
  expect(scene.log).toEqual(['save u60']);
  scene.core.abort(new Error('a mail could not be read'));
  expect(scene.log).toEqual(['save u60', 'hang up']);
  scene.saves[0]?.done();
  expect(await result).toMatchObject({
    stored: 1,
    failure: { code: 'internal', detail: expect.stringMatching(/could not be read/) },
  });
  // Nor is the session asked for anything more: not even to wipe itself.
  expect(scene.log).toEqual(['save u60', 'hang up', 'stored u60']);
  scene.clock.pass(1_000_000);
  expect(scene.clock.waiting).toBe(0);
});

test('a check that has ended does not hear of it', async () => {
  const { scene, result } = await begun();
  scene.hangUp({ code: 'relay.unreachable', detail: '' });
  scene.core.abort(new Error('later'));
  expect((await result).failure).toEqual({ code: 'relay.unreachable', detail: '' });
});
