// SPDX-License-Identifier: Apache-2.0
// npm run mime -- FILE…: what the core reads in each file, one JSON object a line, in order. A
// folder stands for the files in it. Ends with 0, with 2 if a file cannot be read, or with 1 if the
// core made a mistake: the next file is read by a new instance of it.
import { createHash } from 'node:crypto';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Core, ParsedMessage } from '../../wasm/bindings/pillarbox.d.ts';
import { loadNodeCore } from './core.ts';

async function filesOf(name: string): Promise<string[]> {
  if (!(await stat(name)).isDirectory()) return [name];
  const names = await readdir(name);
  return (await Promise.all(names.sort().map((each) => filesOf(path.join(name, each))))).flat();
}

/** Straight into the core, so that a large mail is in memory once. */
async function parseFile(core: Core, name: string): Promise<ParsedMessage> {
  const file = await open(name);
  try {
    const found = await file.stat();
    // What is no file (a pipe) does not say how long it is.
    if (!found.isFile()) return core.parseMessage(await readFile(file));
    const piece = new Uint8Array(Math.min(found.size, 1024 * 1024));
    const room = core.createRoom(found.size);
    let at = 0;
    while (at < found.size) {
      const { bytesRead } = await file.read(piece, 0, piece.length, at);
      if (bytesRead === 0) throw new Error('the file became shorter while it was read');
      const read = piece.subarray(0, Math.min(bytesRead, found.size - at));
      room.view(at, read.length).set(read);
      at += read.length;
    }
    const message = room.parse();
    room.delete();
    return message;
  } finally {
    await file.close();
  }
}

function sha256Of(message: ParsedMessage, index: number): string {
  const hash = createHash('sha256');
  const stream = message.stream(index);
  for (let piece = stream?.read(); piece?.length; piece = stream?.read()) hash.update(piece);
  stream?.delete();
  return hash.digest('hex');
}

const names = process.argv.slice(2);
if (names.length === 0) {
  process.stderr.write('Usage: npm run --silent mime -- FILE…\n');
  process.exit(2);
}
let core = await loadNodeCore();
for (const name of names) {
  try {
    for (const file of await filesOf(name)) {
      const message = await parseFile(core, file);
      const parsed = JSON.parse(message.json());
      for (const [index, attachment] of parsed.attachments.entries()) {
        attachment.sha256 = sha256Of(message, index);
      }
      message.delete();
      process.stdout.write(`${JSON.stringify({ file, ...parsed })}\n`);
    }
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : error}\n`);
    if (core.broken.aborted) {
      core = await loadNodeCore();
      process.exitCode = 1;
    } else {
      process.exitCode ??= 2;
    }
  }
}
