// SPDX-License-Identifier: Apache-2.0
// All of a transaction or nothing. A request that fails aborts its transaction by itself; an error
// between two requests, as of a value that cannot be cloned, would leave the first of them to be
// committed.

interface Transaction {
  readonly done: Promise<void>;
  readonly error: DOMException | null;
  abort(): void;
}

/** Fulfilled when what `work` asked for is durable; rejected when none of it was done. */
export async function whole<T>(transaction: Transaction, work: () => Promise<T>): Promise<T> {
  try {
    const [result] = await Promise.all([work(), transaction.done]);
    return result;
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It has aborted by itself.
    }
    // Nobody goes on while it still might be taken for done.
    await transaction.done.catch(() => {});
    // The transaction knows why, where a request may only know that it was aborted.
    throw transaction.error ?? error;
  }
}
