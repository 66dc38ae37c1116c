// SPDX-License-Identifier: Apache-2.0
// Why there is no connection. A page is told nothing about a refused upgrade but that it was
// (close code 1006), so the same address is asked without an upgrade. Our relay answers
// {"relay":"pillarbox","verdict","reason"}; any other HTTP answer still tells a relay that
// refuses from one that is not there.

import type { Failure } from '../protocol.ts';
import type { Clock } from './clock.ts';
import { probeUrl } from './relay_url.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const kProbeMilliseconds = 10_000;

/** What a proxy says when nothing stands behind it. */
const kGatewayStatus = [502, 504];

/** `closed` is what is known so far, for the detail. */
export async function reasonOf(
  relayUrl: string,
  closed: string,
  fetch: Fetch,
  clock: Clock,
): Promise<Failure> {
  const stop = new AbortController();
  const cancelTimer = clock.after(kProbeMilliseconds, () => stop.abort());
  const ask = (mode: RequestMode) =>
    fetch(probeUrl(relayUrl), {
      mode,
      signal: stop.signal,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
  try {
    return await judge(await ask('cors'), closed);
  } catch {
    try {
      // A plain websockify on another origin has no CORS headers: it can be felt, not read.
      await ask('no-cors');
      return { code: 'relay.refused', detail: closed };
    } catch {
      return { code: 'relay.unreachable', detail: closed };
    }
  } finally {
    cancelTimer();
  }
}

async function judge(response: Response, closed: string): Promise<Failure> {
  const answer = await ourAnswer(response);
  if (answer === null) {
    const code = kGatewayStatus.includes(response.status) ? 'relay.unreachable' : 'relay.refused';
    return { code, detail: `${closed} Without an upgrade it answers HTTP ${response.status}.` };
  }
  switch (answer.verdict) {
    case 'unknown-host':
      // As the relay says it when it closes a WebSocket: the user interface goes by the first word.
      return { code: 'connect.refused', detail: `${answer.verdict}: ${answer.reason}` };
    case 'allowed':
      // It would have: the network, or a proxy that does not pass upgrades on.
      return { code: 'relay.unreachable', detail: closed };
    default:
      return { code: 'relay.refused', detail: answer.reason };
  }
}

async function ourAnswer(response: Response): Promise<{ verdict: string; reason: string } | null> {
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    return null;
  }
  if (typeof body !== 'object' || body === null || !('relay' in body)) return null;
  if (body.relay !== 'pillarbox' || !('verdict' in body) || !('reason' in body)) return null;
  return { verdict: String(body.verdict), reason: String(body.reason) };
}
