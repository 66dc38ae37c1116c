// SPDX-License-Identifier: Apache-2.0
// The connections that a test page holds, so that it can let go of them all.

import { openDatabase } from '../../../web/worker/store/database.ts';
import { type Database, migrations } from '../../../web/worker/store/schema.ts';

export const quiet = { blocked() {}, upgrading() {}, superseded() {}, terminated() {} };
const connections: Database[] = [];

export async function open(steps = migrations): Promise<Database> {
  const database = await openDatabase(quiet, steps);
  connections.push(database);
  return database;
}

export const current = async (): Promise<Database> => connections[0] ?? (await open());

export function closeAll(): void {
  for (const connection of connections.splice(0)) connection.close();
}
