// SPDX-License-Identifier: Apache-2.0
// Starts the compiled core and watches over it. Where its two files come from is the host's matter:
// engine_browser.ts knows the site's assets, the headless runner reads them from disk.
//
// Every call over the border passes here. One that throws (a check() that did not hold, a trap, no
// memory left) was cut short in the middle: the instance's stack and heap are in an unknown state,
// whatever the call was about. Nobody gets into that instance again, and all who use it are told
// at once: a session in it neither confirms nor deletes anything more.

import type { Core, CoreOptions } from '../../wasm/bindings/pillarbox.d.ts';

export type CoreFactory = (options?: CoreOptions) => Promise<Core>;

export interface CoreFiles {
  factory: CoreFactory;
  /** An address that the browser compiles while it arrives, or the octets themselves. */
  wasm: string | Uint8Array;
}

export interface WatchedCore extends Core {
  /** Aborted when the instance is dead, with a CoreBroken as its reason. */
  readonly broken: AbortSignal;
}

/** A mistake of ours in the core: this instance of it is dead. */
export class CoreBroken extends Error {
  override readonly name = 'CoreBroken';
}

export async function loadCore({ factory, wasm }: CoreFiles): Promise<WatchedCore> {
  const core = await factory(
    typeof wasm === 'string' ? { locateFile: () => wasm } : { wasmBinary: wasm },
  );
  return watched(core);
}

export function watched(core: Core): WatchedCore {
  const end = new AbortController();
  const call = (verb: () => unknown): unknown => {
    end.signal.throwIfAborted();
    try {
      return verb();
    } catch (error) {
      end.abort(new CoreBroken(String(error)));
      throw end.signal.reason;
    }
  };
  /** The object, with all of its methods under watch, and what they give out. */
  const watch = <T extends object>(object: T): T =>
    new Proxy(object, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]) => {
          // What is in a dead instance is gone with it.
          if (name === 'delete' && end.signal.aborted) return undefined;
          const answer = call(() => member.apply(target, given));
          return isBound(answer) ? watch(answer) : answer;
        };
      },
    });
  return Object.assign(watch(core), { broken: end.signal });
}

/** Whether Embind has made it: an object that lives in the instance. */
const isBound = (answer: unknown): answer is object =>
  typeof answer === 'object' && answer !== null && '$$' in answer;
