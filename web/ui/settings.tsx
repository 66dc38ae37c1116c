// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef, useState } from 'preact/hooks';
import { chooseLanguage, type Language, language, languages, messages } from '../i18n/language.ts';
import type { Account } from '../protocol.ts';
import { Choice } from './account_form.tsx';
import { addAccount, ask, editAccount, showLog } from './actions.ts';
import { ago } from './days.ts';
import { CertificateTable } from './dialogs.tsx';
import { octets } from './format.ts';
import { Icon } from './icons.tsx';
import { keep } from './removal.ts';
import { clock, leaving, state } from './state.ts';

export function SettingsPane() {
  const words = messages.value;
  const accounts = state.value?.accounts ?? [];
  const names = Object.fromEntries(
    Object.entries(languages).map(([tag, { languageName }]) => [tag, languageName]),
  ) as Record<Language, string>;
  return (
    <section class="page" aria-label={words.settings.title}>
      <h1>{words.settings.title}</h1>
      <Choice
        label={words.settings.language}
        value={language.value}
        choices={names}
        onChoose={chooseLanguage}
      />
      <h2>{words.settings.accounts}</h2>
      {accounts.length === 0 && <p class="quiet">{words.settings.noAccounts}</p>}
      {accounts.map((account) => (
        <AccountLine key={account.id} account={account} />
      ))}
      <button type="button" class="secondary settings-add" onClick={() => addAccount()}>
        {words.actions.addAccount}
      </button>
      <Storage />
      <h2>{words.settings.keys}</h2>
      <dl class="table keys">
        {words.settings.keyList.map(([key, does]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </>
        ))}
      </dl>
      <h2>{words.settings.about}</h2>
      <p class="quiet">{words.settings.aboutText}</p>
    </section>
  );
}

function AccountLine({ account }: { account: Account }) {
  const words = messages.value;
  const { connection, checkedAt } = account;
  const line = useRef<HTMLDivElement>(null);
  const stage = leaving.value.get(account.id) ?? null;
  const isLeaving = stage !== null;
  const wasLeaving = useRef(isLeaving);
  // The button that had the focus has gone: the one that takes it back is in its place.
  useEffect(() => {
    if (wasLeaving.current === isLeaving) return;
    wasLeaving.current = isLeaving;
    if (document.activeElement !== document.body) return;
    line.current?.querySelector<HTMLElement>('.account-keep, .account-remove')?.focus();
  }, [isLeaving]);
  return (
    <div ref={line} class="account-line">
      <div class="account-name">
        <b>{account.address}</b>
        <span class="quiet">
          {account.server}:{account.port} · {words.account.securities[account.security]}
          {checkedAt !== null &&
            ` · ${words.settings.lastChecked(ago(checkedAt, clock.value, words))}`}
        </span>
        {stage !== null && <span class="warning">{words.settings.leaving[stage]}</span>}
      </div>
      {stage === null && <Steps account={account} />}
      {stage === 'soon' && <Leaving account={account} />}
      {connection === null ? (
        <span class="account-connection quiet">
          {account.security === 'none' ? words.settings.plain : words.settings.noConnection}
        </span>
      ) : (
        <details class="account-connection detail">
          <summary>
            {words.settings.secured(connection.protocol, connection.cipher, connection.group)}
          </summary>
          <p>
            {connection.pinned
              ? words.settings.pinned
              : words.settings.vouched(connection.certificate.issuer)}
          </p>
          <CertificateTable certificate={connection.certificate} />
        </details>
      )}
      <button
        type="button"
        class="link-button account-log"
        aria-label={words.log.of(account.address)}
        onClick={() => void showLog(account)}
      >
        {words.log.title}
      </button>
    </div>
  );
}

function Steps({ account }: { account: Account }) {
  const { actions, settings } = messages.value;
  return (
    <>
      <button
        type="button"
        class="secondary"
        aria-label={actions.edit(account.address)}
        onClick={() => editAccount(account)}
      >
        {settings.edit}
      </button>
      <button
        type="button"
        class="icon-button account-remove"
        aria-label={actions.remove(account.address)}
        title={actions.remove(account.address)}
        onClick={() => ask({ type: 'remove', account })}
      >
        <Icon name="trash" />
      </button>
    </>
  );
}

/** The notice has the same button, and can be dismissed. */
function Leaving({ account }: { account: Account }) {
  const { actions } = messages.value;
  return (
    <button
      type="button"
      class="secondary account-keep"
      aria-label={actions.keep(account.address)}
      onClick={() => keep(account)}
    >
      {actions.undo}
    </button>
  );
}

function Storage() {
  const words = messages.value;
  const [refused, setRefused] = useState(false);
  const [granted, setGranted] = useState(false);
  const storage = state.value?.storage;
  if (storage === undefined) return null;
  const persisted = storage.persisted || granted;
  const persist = async () => {
    const agreed = (await navigator.storage?.persist?.()) ?? false;
    setGranted(agreed);
    setRefused(!agreed);
  };
  return (
    <>
      <h2>{words.settings.storage}</h2>
      <p>{words.settings.usage(octets(storage.used, words), octets(storage.quota, words))}</p>
      <p class="quiet">
        {persisted
          ? words.settings.persisted
          : refused
            ? words.settings.persistRefused
            : words.settings.notPersisted}
      </p>
      {!persisted && !refused && (
        <button type="button" class="secondary" onClick={() => void persist()}>
          {words.actions.keepMail}
        </button>
      )}
    </>
  );
}
