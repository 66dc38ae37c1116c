// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { startRelay } from '../../tools/relay.mjs';

/**
 * The relay on a free port, allowed to reach these.
 * @param {string[]} servers
 * @param {string[]} [options]
 */
export async function readyRelay(servers, options = []) {
  const allow = servers.flatMap((server) => ['--allow', server]);
  const child = startRelay(['--listen', '127.0.0.1:0', ...allow, ...options], 'pipe');
  child.stderr?.resume();
  if (!child.stdout) throw new Error('The relay has no output.');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^Relay is ready: http(\S+)/.exec(line)?.[1];
    if (!url) continue;
    return {
      url: `ws${url}`,
      async stop() {
        child.kill('SIGTERM');
        if (child.exitCode === null) await once(child, 'exit');
      },
    };
  }
  throw new Error('The relay did not start.');
}
