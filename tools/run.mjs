// SPDX-License-Identifier: Apache-2.0
// Running other programs, for the scripts of this folder.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a program in the project's root and resolves with its exit code (128 + n after signal n is
 * not told apart: any signal is 1). Its output goes where ours goes.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      ...options,
      env: { ...process.env, ...options.env },
    });
    // Whoever stops us stops what we wait for.
    const stop = () => {
      child.kill('SIGTERM');
      process.exit(1);
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('SIGTERM', stop);
      process.off('SIGINT', stop);
      resolve(code ?? 1);
    });
  });
}

/**
 * Like run(), and ends this process with the same code when it is not 0.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export async function must(command, args, options = {}) {
  const code = await run(command, args, options);
  if (code !== 0) {
    console.error(`${path.basename(command)} ${args.join(' ')} ended with ${code}.`);
    process.exit(code);
  }
}

/**
 * The path of a program that npm installed.
 * @param {string} name
 */
export const bin = (name) => path.join(root, 'node_modules', '.bin', name);
