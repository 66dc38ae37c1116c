// SPDX-License-Identifier: Apache-2.0
// Neighbours on the machine that leave nothing over.
import { spawn } from 'node:child_process';

/** They end with `stop`, or with this process. */
export function busyLoops(count: number) {
  const loop = 'while kill -0 "$1" 2>/dev/null; do :; done';
  const loops = Array.from({ length: count }, () =>
    spawn('/bin/sh', ['-c', loop, 'busy', `${process.pid}`], { stdio: 'ignore' }),
  );
  return { stop: () => loops.forEach((each) => void each.kill('SIGKILL')) };
}
