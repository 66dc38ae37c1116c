// SPDX-License-Identifier: Apache-2.0
// Adding an account and changing one. What is typed stays typed: guesses fill only fields that the
// person has not touched.

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Messages } from '../i18n/en.ts';
import { messages } from '../i18n/language.ts';
import type { AccountDraft, AfterDownload } from '../protocol.ts';
import { ask, notify, saveAccount } from './actions.ts';
import {
  defaultPort,
  domainOf,
  guessServer,
  isGmail,
  isLoopback,
  newDraft,
} from './address_defaults.ts';
import { type CheckEvery, type DraftFault, faultsOf, type TypedDraft } from './draft.ts';
import { relayName } from './failure.ts';
import { octets } from './format.ts';
import { Icon } from './icons.tsx';
import { back, navigate } from './navigation.ts';
import { providerOf } from './providers.ts';
import { type AccountForm, form, state } from './state.ts';

/** A fresh form for every account: nothing typed for one stays for another. */
export function AccountPane() {
  const { account, demo } = form.value;
  return <Form key={`${account?.id ?? 'new'}-${demo === null}`} start={form.value} />;
}

function typedFrom({ account, demo }: AccountForm): TypedDraft {
  const draft = { ...newDraft(), ...account, ...demo };
  return {
    address: draft.address,
    user: draft.user,
    server: draft.server,
    security: draft.security,
    afterDownload: draft.afterDownload,
    relay: draft.relay,
    pin: draft.pin,
    rememberPassword: draft.rememberPassword,
    maxOctets: draft.maxOctets ?? 0,
    recent: draft.recent ?? true,
    password: demo?.password ?? '',
    port: String(draft.port),
    deleteAfterDays: String(draft.deleteAfterDays),
    checkEvery: (draft.checkMinutes === 0 ? 'never' : `${draft.checkMinutes}`) as CheckEvery,
  };
}

function Form({ start }: { start: AccountForm }) {
  const words = messages.value;
  const [draft, setDraft] = useState<TypedDraft>(() => typedFrom(start));
  const [tried, setTried] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const touched = useRef(new Set<keyof TypedDraft>(start.account || start.demo ? kGuessed : []));
  const faults = tried ? faultsOf(draft) : new Map<keyof TypedDraft, DraftFault>();
  const set = (change: Partial<TypedDraft>) => setDraft((now) => ({ ...now, ...change }));
  const type = <K extends keyof TypedDraft>(name: K, value: TypedDraft[K]) => {
    touched.current.add(name);
    // A password manager fills several fields before the form is drawn again.
    setDraft((now) => guesses({ ...now, [name]: value }, name, touched.current));
  };

  const typed = (plaintextHost: string): AccountDraft => {
    return {
      address: draft.address.trim(),
      user: draft.user.trim(),
      server: draft.server.trim(),
      port: Number(draft.port),
      security: draft.security,
      afterDownload: draft.afterDownload,
      deleteAfterDays: Number(draft.deleteAfterDays),
      relay: draft.relay.trim(),
      // Another server is not the one whose key was trusted.
      pin: (start.account ?? start.demo)?.server === draft.server.trim() ? draft.pin : '',
      rememberPassword: draft.rememberPassword,
      plaintextHost,
      checkMinutes: draft.checkEvery === 'never' ? 0 : Number(draft.checkEvery),
      maxOctets: draft.maxOctets ?? 0,
      recent: isGmail(draft.server) && (draft.recent ?? true),
    };
  };

  // Whoever lets the server's copy go is asked for nothing more than to have read the warning under
  // that choice; the browser is asked to keep what will be the only copy.
  const saveSafely = async (account: AccountDraft) => {
    if (account.afterDownload !== 'leave') await storageIsKept();
    return save(account);
  };

  const save = async (account: AccountDraft) => {
    try {
      await saveAccount(start.account?.id ?? null, account, draft.password || null);
      notify(words.account.saved(account.address));
      navigate('list');
    } catch (error) {
      setTrouble(`${words.safe.refused} ${error instanceof Error ? error.message : ''}`);
    }
  };

  const submit = () => {
    setTried(true);
    if (faultsOf(draft).size > 0) return;
    if (draft.security !== 'none' || isLoopback(draft.server)) void saveSafely(typed(''));
    else {
      const account = typed(draft.server.trim());
      ask({ type: 'plain', draft: account, agreed: () => void saveSafely(account) });
    }
  };

  const text = (name: TextName, extra: Partial<TextProps> = {}) => (
    <Text
      label={words.account[name]}
      value={draft[name]}
      fault={faults.get(name)}
      onType={(value) => type(name, value)}
      {...extra}
    />
  );

  return (
    <section class="page">
      <form
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <h1>{start.account === null ? words.account.addTitle : words.account.editTitle}</h1>
        {start.account === null && <p class="quiet">{words.account.intro}</p>}
        {text('address', { type: 'email', autocomplete: 'email', focused: start.account === null })}
        <ProviderNote draft={draft} />
        {text('user', { autocomplete: 'username' })}
        {text('password', {
          type: 'password',
          autocomplete: 'current-password',
          hint: start.account === null ? undefined : words.account.passwordKept,
        })}
        <Check
          label={words.account.remember}
          hint={words.account.rememberHint}
          checked={draft.rememberPassword}
          onCheck={(rememberPassword) => set({ rememberPassword })}
        />
        <div class="fields">
          {text('server', { autocomplete: 'off' })}
          {text('port', { inputmode: 'numeric', autocomplete: 'off' })}
          <Choice
            label={words.account.security}
            value={draft.security}
            choices={words.account.securities}
            onChoose={(security) => type('security', security)}
          />
        </div>
        <p class={draft.security === 'none' ? 'hint warning' : 'hint'}>
          {words.account.securityHint[draft.security]}
        </p>
        <After draft={draft} fault={faults.get('deleteAfterDays')} onType={type} />
        {isGmail(draft.server) && draft.afterDownload === 'leave' && (
          <Check
            label={words.account.recent}
            hint={words.account.recentHint}
            checked={draft.recent ?? true}
            onCheck={(recent) => set({ recent })}
          />
        )}
        <Choice
          label={words.account.sizeLimit}
          value={String((draft.maxOctets ?? 0) / kMegabyte)}
          choices={sizeLimits(words)}
          hint={words.account.sizeLimitHint}
          onChoose={(size) => type('maxOctets', Number(size) * kMegabyte)}
        />
        <Choice
          label={words.account.check}
          value={draft.checkEvery}
          choices={words.account.checkEvery}
          onChoose={(checkEvery) => set({ checkEvery })}
        />
        {draft.checkEvery !== 'never' && <p class="hint">{words.account.checkHint}</p>}
        {text('relay', {
          autocomplete: 'off',
          hint: words.account.relayHint,
          placeholder: relayName('', location),
        })}
        {trouble !== null && (
          <p class="note" role="alert">
            {trouble}
          </p>
        )}
        <div class="buttons">
          <button type="submit" class="primary">
            {words.actions.saveAccount}
          </button>
          <button type="button" class="secondary" onClick={back}>
            {words.actions.cancel}
          </button>
        </div>
      </form>
    </section>
  );
}

/** What the person's mail provider wants first, or that it has no POP3. */
function ProviderNote({ draft }: { draft: TypedDraft }) {
  const words = messages.value.account;
  const provider = providerOf(domainOf(draft.address), draft.server);
  const obstacle = provider?.obstacle ?? null;
  const isHopeless = obstacle === 'none' || obstacle === 'signIn';
  // Always there, so that what is put into it is heard.
  return (
    <div role="status">
      {provider !== null && obstacle !== null && (
        <p class={isHopeless ? 'note' : 'hint provider'}>
          {isHopeless && (
            <>
              <Icon name="warning" small />{' '}
            </>
          )}
          {words.obstacle[obstacle](provider.name)}
        </p>
      )}
    </div>
  );
}

/** Asks the browser not to clear the mail. Some have no such promise, or fail to answer. */
async function storageIsKept(): Promise<boolean> {
  try {
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}

const kMegabyte = 1_000_000;

const sizeLimits = (words: Messages): Record<string, string> =>
  Object.fromEntries(
    [0, 1, 5, 10, 25, 50].map((size) => [
      String(size),
      size === 0 ? words.account.noSizeLimit : octets(size * kMegabyte, words),
    ]),
  );

const kGuessed: (keyof TypedDraft)[] = ['user', 'server', 'port'];

/** What follows from the field just typed, where the person has not said otherwise. */
function guesses(
  draft: TypedDraft,
  typed: keyof TypedDraft,
  touched: ReadonlySet<keyof TypedDraft>,
): TypedDraft {
  const next = { ...draft };
  if (typed === 'address') {
    if (!touched.has('user')) next.user = draft.address.trim();
    if (!touched.has('server')) next.server = guessServer(draft.address);
  }
  if (typed === 'security' && !touched.has('port')) next.port = String(defaultPort(draft.security));
  return next;
}

interface AfterProps {
  draft: TypedDraft;
  fault: DraftFault | undefined;
  onType: <K extends keyof TypedDraft>(name: K, value: TypedDraft[K]) => void;
}

function After({ draft, fault, onType }: AfterProps) {
  const words = messages.value.account;
  const choices: Record<AfterDownload, string> = {
    leave: words.afterLeave,
    delete: words.afterDelete,
    'delete-after': words.afterDeleteLater,
  };
  const persisted = state.value?.storage.persisted ?? false;
  return (
    <>
      <div class="fields">
        <Choice
          label={words.after}
          value={draft.afterDownload}
          choices={choices}
          onChoose={(value) => onType('afterDownload', value)}
        />
        {draft.afterDownload === 'delete-after' && (
          <Text
            label={words.days}
            value={draft.deleteAfterDays}
            fault={fault}
            hint={words.daysHint}
            inputmode="numeric"
            onType={(value) => onType('deleteAfterDays', value)}
          />
        )}
      </div>
      {draft.afterDownload !== 'leave' && (
        <p class="note">
          <Icon name="warning" small /> {persisted ? words.deleteNotice : words.deleteWarning}
        </p>
      )}
    </>
  );
}

type TextName = 'address' | 'user' | 'password' | 'server' | 'port' | 'relay';

interface TextProps {
  label: string;
  value: string;
  fault?: DraftFault | undefined;
  hint?: string | undefined;
  type?: 'text' | 'email' | 'password';
  inputmode?: 'numeric';
  autocomplete?: string;
  placeholder?: string;
  focused?: boolean;
  onType: (value: string) => void;
}

function Text({ label, value, fault, hint, type, focused = false, onType, ...rest }: TextProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const note = fault === undefined ? hint : messages.value.account[fault];
  useEffect(() => {
    if (focused) field.current?.focus();
  }, [focused]);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        ref={field}
        id={id}
        // All three types take these attributes; the union of their typings does not see it.
        type={(type ?? 'text') as 'text'}
        {...rest}
        autocapitalize="off"
        spellcheck={false}
        value={value}
        aria-invalid={fault !== undefined}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        onInput={(event) => onType(event.currentTarget.value)}
      />
      {note !== undefined && (
        <span id={`${id}-note`} class={fault === undefined ? 'hint' : 'hint fault'}>
          {note}
        </span>
      )}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  choices: Record<T, string>;
  hint?: string;
  onChoose: (value: T) => void;
}

export function Choice<T extends string>({
  label,
  value,
  choices,
  hint,
  onChoose,
}: ChoiceProps<T>) {
  const id = useId();
  const keys = Object.keys(choices) as T[];
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={hint === undefined ? undefined : `${id}-note`}
        onChange={(event) => {
          const chosen = keys[event.currentTarget.selectedIndex];
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {keys.map((key) => (
          <option key={key} value={key}>
            {choices[key]}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <span id={`${id}-note`} class="hint">
          {hint}
        </span>
      )}
    </div>
  );
}

interface CheckProps {
  label: string;
  hint: ComponentChildren;
  checked: boolean;
  onCheck: (checked: boolean) => void;
}

function Check({ label, hint, checked, onCheck }: CheckProps) {
  const id = useId();
  return (
    <div class="field field-check">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={`${id}-note`}
        onChange={(event) => onCheck(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      <span id={`${id}-note`} class="hint">
        {hint}
      </span>
    </div>
  );
}
