// SPDX-License-Identifier: Apache-2.0
// Questions that must be answered before anything goes on. One at a time.

import type { ComponentChildren } from 'preact';
import { Fragment } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { messages } from '../i18n/language.ts';
import type { Account, AccountDraft, Certificate } from '../protocol.ts';
import { checkAccount, closeDialog, trust } from './actions.ts';
import { plainDate } from './days.ts';
import { relayName } from './failure.ts';
import { octets } from './format.ts';
import { LogDialog } from './log_dialog.tsx';
import { RemoveDialog } from './remove_dialog.tsx';
import { saveFile } from './save_file.ts';
import { dialogs, type Question } from './state.ts';

export function Dialogs() {
  const first = dialogs.value[0];
  if (first === undefined) return null;
  // What was typed in answer to one question is no answer to the next.
  return (
    <Fragment key={first.number}>
      <Asked question={first.question} />
    </Fragment>
  );
}

function Asked({ question }: { question: Question }) {
  switch (question.type) {
    case 'password':
      return <PasswordDialog account={question.account} />;
    case 'certificate':
      return <CertificateDialog account={question.account} certificate={question.certificate} />;
    case 'changed':
      return <ChangedDialog account={question.account} certificate={question.certificate} />;
    case 'plain':
      return <PlainDialog draft={question.draft} agreed={question.agreed} />;
    case 'remove':
      return <RemoveDialog account={question.account} />;
    case 'log':
      return <LogDialog account={question.account} text={question.text} />;
    case 'source':
      return <SourceDialog name={question.name} bytes={question.bytes} />;
  }
}

interface FrameProps {
  title: string;
  wide?: boolean;
  onSubmit?: () => void;
  children: ComponentChildren;
  buttons: ComponentChildren;
}

export function Frame({ title, wide = false, onSubmit, children, buttons }: FrameProps) {
  const own = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // The browser gives the focus to what is marked by `autofocus`: a field to fill in, or else the way
  // out that changes nothing. Without a mark it would be the first button, be it the one that
  // destroys. Closing gives the focus back to where it was.
  useLayoutEffect(() => {
    const element = own.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={own}
      class={wide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        closeDialog();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit?.();
        }}
      >
        <h2 id={heading}>{title}</h2>
        {children}
        <div class="buttons">{buttons}</div>
      </form>
    </dialog>
  );
}

function Cancel() {
  return (
    <button type="button" class="secondary" onClick={closeDialog}>
      {messages.value.actions.cancel}
    </button>
  );
}

/** The way out that changes nothing is the one that stands out, and the one that Enter takes. */
export function WayOut({ word }: { word: string }) {
  return (
    <button type="button" class="primary" onClick={closeDialog} autofocus>
      {word}
    </button>
  );
}

function PasswordDialog({ account }: { account: Account }) {
  const words = messages.value;
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const go = () => {
    const password = field.current?.value ?? '';
    if (password === '') return;
    closeDialog();
    checkAccount(account.id, password);
  };
  return (
    <Frame
      title={words.dialogs.passwordTitle}
      onSubmit={go}
      buttons={
        <>
          <Cancel />
          <button type="submit" class="primary">
            {words.actions.continue}
          </button>
        </>
      }
    >
      <p>{words.dialogs.passwordText(account.user, account.server)}</p>
      <label for={id}>{words.account.password}</label>
      <input ref={field} id={id} type="password" autocomplete="current-password" autofocus />
    </Frame>
  );
}

function CertificateDialog({
  account,
  certificate,
}: {
  account: Account;
  certificate: Certificate;
}) {
  const words = messages.value;
  return (
    <Frame
      title={words.dialogs.certificateTitle}
      buttons={
        <>
          <TrustButton account={account} certificate={certificate} word={words.actions.trust} />
          <WayOut word={words.actions.doNotConnect} />
        </>
      }
    >
      <p>{words.dialogs.certificateText(account.server)}</p>
      <CertificateTable certificate={certificate} />
    </Frame>
  );
}

function ChangedDialog({ account, certificate }: { account: Account; certificate: Certificate }) {
  const words = messages.value;
  return (
    <Frame
      title={words.dialogs.changedTitle}
      buttons={
        <>
          <TrustButton account={account} certificate={certificate} word={words.actions.trustNew} />
          <WayOut word={words.actions.doNotConnect} />
        </>
      }
    >
      <p>{words.dialogs.changedText(account.server)}</p>
      <dl class="table">
        <dt>{words.dialogs.keyBefore}</dt>
        <dd class="code">{account.pin}</dd>
        <dt>{words.dialogs.keyNow}</dt>
        <dd class="code">{certificate.spkiPin}</dd>
      </dl>
      <CertificateTable certificate={certificate} />
    </Frame>
  );
}

interface TrustProps {
  account: Account;
  certificate: Certificate;
  word: string;
}

function TrustButton({ account, certificate, word }: TrustProps) {
  return (
    <button
      type="button"
      class="secondary"
      onClick={() => {
        closeDialog();
        void trust(account, certificate.spkiPin);
      }}
    >
      {word}
    </button>
  );
}

export function CertificateTable({ certificate }: { certificate: Certificate }) {
  const words = messages.value;
  const { subject, issuer, names, notBefore, notAfter, sha256, spkiPin } = certificate;
  const valid = words.dialogs.validFromTo(
    plainDate(notBefore * 1000, words),
    plainDate(notAfter * 1000, words),
  );
  return (
    <dl class="table">
      <dt>{words.dialogs.subject}</dt>
      <dd>{subject}</dd>
      <dt>{words.dialogs.issuer}</dt>
      <dd>{issuer}</dd>
      {names.length > 0 && (
        <>
          <dt>{words.dialogs.names}</dt>
          <dd>{names.join(', ')}</dd>
        </>
      )}
      <dt>{words.dialogs.valid}</dt>
      <dd>{valid}</dd>
      <dt>{words.dialogs.fingerprint}</dt>
      <dd class="code">{sha256}</dd>
      <dt>{words.dialogs.key}</dt>
      <dd class="code">{spkiPin}</dd>
    </dl>
  );
}

function PlainDialog({ draft, agreed }: { draft: AccountDraft; agreed: () => void }) {
  const words = messages.value;
  return (
    <Frame
      title={words.dialogs.plainTitle}
      buttons={
        <>
          <button
            type="button"
            class="secondary"
            onClick={() => {
              closeDialog();
              agreed();
            }}
          >
            {words.actions.continuePlain}
          </button>
          <WayOut word={words.actions.doNotConnect} />
        </>
      }
    >
      <p>{words.dialogs.plainText(draft.server, relayName(draft.relay, location))}</p>
    </Frame>
  );
}

/** As much source as is drawn; the file has all of it. */
const kSourceShown = 200_000;

function SourceDialog({ name, bytes }: { name: string; bytes: Uint8Array }) {
  const words = messages.value;
  const cut = bytes.length > kSourceShown;
  const text = new TextDecoder().decode(bytes.subarray(0, kSourceShown));
  return (
    <Frame
      title={words.reader.sourceTitle}
      wide
      buttons={
        <>
          <button type="button" class="secondary" onClick={() => saveFile(name, bytes)}>
            {words.actions.saveSource}
          </button>
          <WayOut word={words.actions.close} />
        </>
      }
    >
      {cut && (
        <p class="quiet">
          {words.reader.sourceCut(octets(kSourceShown, words), octets(bytes.length, words))}
        </p>
      )}
      <pre class="source">{text}</pre>
    </Frame>
  );
}
