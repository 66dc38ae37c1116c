// SPDX-License-Identifier: Apache-2.0
// The last conversations with a mail server, to be copied into a letter to whoever helps.

import { useState } from 'preact/hooks';
import { messages } from '../i18n/language.ts';
import type { Account } from '../protocol.ts';
import { Frame, WayOut } from './dialogs.tsx';

export function LogDialog({ account, text }: { account: Account; text: string }) {
  const words = messages.value;
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <Frame
      title={words.log.title}
      wide
      buttons={
        <>
          <span class="quiet" role="status">
            {copied === null ? '' : copied ? words.log.copied : words.log.notCopied}
          </span>
          {text !== '' && (
            <button type="button" class="secondary" onClick={() => void copy()}>
              {words.log.copy}
            </button>
          )}
          <WayOut word={words.actions.close} />
        </>
      }
    >
      <p>{text === '' ? words.log.none(account.address) : words.log.text(account.server)}</p>
      {text !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be reached by keyboard.
        <pre class="source" tabIndex={0}>
          {text.split('\n').map((line) => (
            <span class="source-line">{`${line}\n`}</span>
          ))}
        </pre>
      )}
    </Frame>
  );
}
