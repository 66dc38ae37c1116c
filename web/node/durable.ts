// SPDX-License-Identifier: Apache-2.0
// Files that are whole or not there, also after the power has failed.
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';

/** Beside its place first, and renamed when the disk has it. The name is durable when the folder
 *  is. One hand at a time for each file. */
export async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(`${file}.part`, 'w');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
}

/** The names in it are durable. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the folder if it is not there, with those above it. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  const last = path.resolve(folder);
  const top = path.dirname(path.resolve(first));
  for (let made = last; made !== top; made = path.dirname(made)) {
    await flushFolder(path.dirname(made));
  }
}

/** What is in the file, on the disk; null if there is none. */
export async function readDurable(file: string): Promise<Uint8Array | null> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    // Whoever wrote it may not have waited for the disk.
    await handle.sync();
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** null if there is none. */
export async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
