// SPDX-License-Identifier: Apache-2.0
// npm run mime -- FILE…: what the core reads in each file, one JSON object a line, in order. A
// folder stands for the files in it. Ends with 0, or 2 if a file cannot be read.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { loadNodeCore } from './core.ts';
import { sha256Hex } from './file_store.ts';

async function filesOf(name: string): Promise<string[]> {
  if (!(await stat(name)).isDirectory()) return [name];
  const names = await readdir(name);
  return (await Promise.all(names.sort().map((each) => filesOf(path.join(name, each))))).flat();
}

const names = process.argv.slice(2);
if (names.length === 0) {
  process.stderr.write('Usage: npm run --silent mime -- FILE…\n');
  process.exit(2);
}
const core = await loadNodeCore();
for (const name of names) {
  try {
    for (const file of await filesOf(name)) {
      const message = core.parseMessage(await readFile(file));
      const parsed = JSON.parse(message.json());
      for (const [index, attachment] of parsed.attachments.entries()) {
        attachment.sha256 = sha256Hex(message.attachment(index));
      }
      message.delete();
      process.stdout.write(`${JSON.stringify({ file, ...parsed })}\n`);
    }
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 2;
  }
}
