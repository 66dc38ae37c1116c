// SPDX-License-Identifier: Apache-2.0
// What is loaded when it is first asked for, and kept: the promise of it too, so that all who ask
// share one load. A failure is not kept: whoever asks after it begins anew.

export interface Once<T> {
  (): Promise<T>;
  /** The next who asks begins anew. */
  forget(): void;
}

export function once<T>(load: () => Promise<T>): Once<T> {
  let loading: Promise<T> | null = null;
  const ask = () => {
    if (loading !== null) return loading;
    const mine = load();
    loading = mine;
    mine.catch(() => {
      // Another may have been begun since.
      if (loading === mine) loading = null;
    });
    return mine;
  };
  ask.forget = () => {
    loading = null;
  };
  return ask;
}
