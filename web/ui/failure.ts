// SPDX-License-Identifier: Apache-2.0
// A failure in words: what happened, that nothing was lost, and the next step.

import type { Messages } from '../i18n/en.ts';
import type { Account, Failure, FailureCode } from '../protocol.ts';

export type Step = keyof Messages['steps'];

/** The steps offered for each failure, the likeliest first. */
export const nextSteps: Record<FailureCode, Step[]> = {
  'relay.unreachable': ['retry', 'relay'],
  'relay.refused': ['relay'],
  'connect.refused': ['account'],
  'tls.untrusted': ['certificate'],
  'tls.expired': ['retry'],
  'tls.wrong-host': ['account'],
  'tls.pin-mismatch': ['compare'],
  'tls.protocol': ['account'],
  'tls.stls-unavailable': ['account'],
  'tls.stls-injection': ['account'],
  'auth.rejected': ['password'],
  'auth.unsupported': ['account'],
  'auth.insecure': ['account'],
  'server.busy': ['retry'],
  'server.login-delay': ['retry'],
  'server.temporary': ['retry'],
  'server.permanent': ['retry'],
  'protocol.malformed': ['account'],
  'protocol.closed': ['retry'],
  'protocol.timeout': ['retry'],
  'limit.exceeded': ['retry'],
  'storage.full': ['space'],
  'storage.failed': ['reload'],
  cancelled: ['retry'],
  internal: ['retry'],
};

/** The relay as a person may name it; an empty one is the site's own. */
export function relayName(relay: string, location: { protocol: string; host: string }): string {
  if (relay !== '') return relay;
  return `${location.protocol === 'http:' ? 'ws' : 'wss'}://${location.host}/relay`;
}

export interface Report {
  code: FailureCode;
  sentence: string;
  /** That nothing was lost, with numbers where there are any. */
  safe: string;
  detail: string;
  steps: Step[];
}

export function report(
  account: Pick<Account, 'server' | 'relay' | 'user' | 'port'>,
  failure: Failure,
  stored: number,
  left: number,
  words: Messages,
  location: { protocol: string; host: string },
): Report {
  const about = {
    server: account.server,
    relay: relayName(account.relay, location),
    user: account.user,
    port: account.port,
  };
  // The relay's word for a name that it could not look up (server/relay/README.md).
  const unknownHost =
    failure.code === 'connect.refused' && failure.detail.startsWith('unknown-host');
  return {
    code: failure.code,
    sentence: (unknownHost ? words.unknownHost : words.failures[failure.code])(about),
    safe: stored > 0 || left > 0 ? words.safe.counted(stored, left) : words.safe.nothingLost,
    detail: `${failure.code}: ${failure.detail}`,
    // A certificate can be trusted only where the server has shown one.
    steps: nextSteps[failure.code].map((step) =>
      (step === 'certificate' || step === 'compare') && failure.certificate === undefined
        ? 'account'
        : step,
    ),
  };
}
