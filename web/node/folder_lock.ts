// SPDX-License-Identifier: Apache-2.0
// One process at a time in a folder. The lock is a file that says who holds it, and only one can
// make it; that of a process which was killed holds nobody up. To take such a one away is for one
// process alone too, or the second would take away the lock of the first: whoever wants to says so
// in a file of its own, looks who else does, and lets it be if there is anybody.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, readdir, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readText } from './durable.ts';

export class FolderInUse extends Error {}

const kName = 'state.lock';
/** That many may find a dead one at once before the last of them is told to come back later. */
const kMostTries = 100;
const kPauseMilliseconds = 20;

/** Takes the lock of a folder that is there, and returns how to give it back. Throws a FolderInUse
 *  if another one holds it, this process included. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, kName);
  const us = await identityOf(process.pid);
  const own = `${file}.${us.replaceAll(' ', '_')}.${randomUUID()}`;
  for (let tries = 1; ; tries += 1) {
    // It is made aside and gets its name when it is whole, so that nobody reads half of it.
    await writeFile(own, us);
    try {
      await put(own, file);
      return () => unlink(file);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      const holder = await readText(file);
      if (holder !== null && ((await isAlive(holder)) || tries === kMostTries)) {
        const [pid] = holder.split(' ');
        throw new FolderInUse(`${folder} is in use by another process (${pid}).`);
      }
      if (await isAlone(folder, own)) await clearDead(file);
    } finally {
      await unlink(own);
    }
    await pause(Math.random() * kPauseMilliseconds);
  }
}

/** Whether nobody but the process of `own` wants the lock. Who it is, is in the name: that is there
 *  at once. */
async function isAlone(folder: string, own: string): Promise<boolean> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${kName}.`));
  const others = names.filter((name) => name !== path.basename(own));
  const alive = others.map(async (name) => {
    const [who = ''] = name.slice(kName.length + 1).split('.');
    if (await isAlive(who.replaceAll('_', ' '))) return true;
    // Nobody makes a file of that name again.
    await unlink(path.join(folder, name)).catch(() => {});
    return false;
  });
  return !(await Promise.all(alive)).includes(true);
}

/** Nobody can have put another one in its place meanwhile. */
async function clearDead(file: string): Promise<void> {
  const holder = await readText(file);
  if (holder !== null && !(await isAlive(holder))) await unlink(file);
}

/** The number of a process is given again, but not with the moment of its start. */
async function identityOf(pid: number): Promise<string> {
  const stat = await readText(`/proc/${pid}/stat`).catch(() => null);
  const boot = await readText('/proc/sys/kernel/random/boot_id').catch(() => null);
  // Not every system has them.
  if (stat === null || boot === null) return `${pid}`;
  // proc(5): field 22, counted behind the name, which may hold anything.
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return `${pid} ${boot.trim()} ${start}`;
}

async function isAlive(holder: string): Promise<boolean> {
  const [pid = ''] = holder.split(' ');
  if (!/^[1-9]\d*$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    // EPERM: it is somebody else's.
    if (codeOf(error) === 'ESRCH') return false;
  }
  const now = await identityOf(Number(pid));
  return now === holder || now === pid || holder === pid;
}

async function put(own: string, file: string): Promise<void> {
  try {
    await link(own, file);
  } catch (error) {
    // NOTE: FAT has no links.
    if (codeOf(error) !== 'EPERM' && codeOf(error) !== 'ENOTSUP') throw error;
    await copyFile(own, file, constants.COPYFILE_EXCL);
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;
