// SPDX-License-Identifier: Apache-2.0
// One check of one maildrop: session ⇄ transport ⇄ store.
//
//   transport ──frames──▶ session ──messages──▶ batch ──▶ store.save ──durable──▶ session.confirm
//   transport ◀──commands── session ◀──────────────────────────────────────────────────┘
//
// The return trip is the order of safety: a number goes to confirm() only when the batch it was in
// is durable, and only then may the session send DELE for it, or QUIT. Saving and receiving go on
// at the same time: while one batch is written the next one gathers, and the session bounds what
// is asked for by what is not yet confirmed.
//
// A check is one session, or a few: where a session fails and has learned why, another one that is
// told of it follows at once; and where the server lists only a part at a time and puts that away
// when it was retrieved, as Gmail does, sessions follow until nothing new is listed.

import type {
  Connection,
  Output,
  Session,
  SessionConfig,
  SessionEvent,
  Summary,
} from '../../wasm/bindings/pillarbox.d.ts';
import type { Failure, FailureCode } from '../protocol.ts';
import { alarm } from './alarm.ts';
import type { Clock } from './clock.ts';
import type { WatchedCore } from './engine.ts';
import {
  type Doubt,
  kMostDoubts,
  type MailName,
  type MailStore,
  type ReceivedMail,
  storageError,
} from './mail_store.ts';
import { Notes } from './notes.ts';
import type { Transport, TransportListener } from './transport.ts';

export interface CheckListener {
  secured?(connection: Connection): void;
  authenticated?(mechanism: string): void;
  listed?(listing: { listed: number; fetch: number; fetchOctets: number }): void;
  /** One frame of so many octets came in: for progress. */
  received?(octets: number): void;
  /** These are durable. */
  stored?(batch: ReceivedMail[]): void;
  /** These came again: their octets are here already, under whatever name. */
  known?(batch: ReceivedMail[]): void;
  deleted?(mail: MailName): void;
  skipped?(mail: MailName, reason: string): void;
  /** Worth keeping for the next check's config.facts. */
  learned?(fact: string): void;
  /** Lines of the conversation, each ended by a line feed, fit to be shown (Output.log). */
  said?(lines: string): void;
  /** Over the limit of size: its header only. */
  header?(mail: MailName, octets: number, header: Uint8Array, summary: Summary): void;
}

export interface CheckParts {
  core: Pick<WatchedCore, 'createSession' | 'broken'>;
  config: SessionConfig;
  store: MailStore;
  connect(listener: TransportListener): Transport;
  clock: Clock;
  listener: CheckListener;
  /** Stop: what is here already is kept. */
  signal: AbortSignal;
}

export interface CheckResult {
  listed: number;
  /** Of them, those that were to be fetched. */
  toFetch: number;
  stored: number;
  /** Came, and were here already. */
  known: number;
  deleted: number;
  skipped: number;
  /** Why it ended early, or null if it came to its end. */
  failure: Failure | null;
}

/** A batch is one durable transaction: large enough that its fixed cost does not count. */
const kBatchMessages = 50;
const kBatchOctets = 2 * 1024 * 1024;
/** A smaller one goes when nothing has come for so long. */
const kIdleMilliseconds = 25;

type Numbered = ReceivedMail & { number: number };

/** A message is doubted three times, and the first failure may have been another's. */
const kMostSessions = 5;

/** Of the next session alone: it may have been the network. */
const isOfTheMoment = (fact: string) => fact.startsWith('dropped-');
const kNoPipelining = 'no-pipelining';

/** What the silence of a server may cost in one check: as limits.h has it for one reply. */
const kMostSilence = 60_000;

/** NOTE: Gmail lists some hundred messages, and others when those have been fetched. */
const kListsByParts = 'expire 0';
/** Of parts that are fetched in one check. */
const kMostParts = 50;

/** What the sessions of one check have learned for each other. */
interface Lessons {
  /** To be told to the next session. */
  facts: Set<string>;
  /** Shown to be wrong by a later session. */
  disproved: Set<string>;
  /** By nameOf(); null until they are read from the store. */
  doubts: Map<string, Doubt> | null;
  /** Whether the last session gives reason for another. */
  again: boolean;
  /** Milliseconds that the server has kept this check waiting before it was given up. */
  silence: number;
  /** The message at which the last session was kept waiting. It is left out until the end of the
   *  check; if the others come in without it, it is left alone by later checks too. */
  silentAt: MailName | null;
  /** Messages at which a session of this check was dropped. */
  droppedAt: Set<string>;
  /** What was fetched is listed no more, and others in its place. */
  byParts: boolean;
  /** Names of what is durable. */
  stored: Set<string>;
}

const nameOf = ({ uidl, occurrence }: MailName) => `${occurrence} ${uidl}`;

export async function checkMail(parts: CheckParts): Promise<CheckResult> {
  const { config, listener, signal } = parts;
  const lessons: Lessons = {
    facts: new Set(),
    disproved: new Set(),
    doubts: null,
    again: false,
    silence: 0,
    silentAt: null,
    droppedAt: new Set(),
    byParts: config.facts?.includes(kListsByParts) ?? false,
    stored: new Set(),
  };
  const total = { listed: 0, stored: 0, known: 0, deleted: 0 };
  let part = 1;
  let storedBefore = 0; // of lessons.stored, when the part began
  for (let session = 1; ; ++session) {
    lessons.again = false;
    const facts = [...(config.facts ?? []), ...lessons.facts];
    const told = { ...config, mostSilence: kMostSilence - lessons.silence };
    if (facts.length > 0) told.facts = facts;
    const result = await visit({ ...parts, config: told }, lessons);
    const before = total.stored + total.known;
    total.stored += result.stored;
    total.known += result.known;
    total.deleted += result.deleted;
    // What is listed and needs no fetching may have been counted before.
    const listed = total.listed + (part === 1 || result.toFetch > 0 ? result.listed : 0);
    const all = { ...result, ...total, listed, toFetch: before + result.toFetch };
    const { failure } = result;
    if (failure === null) {
      for (const fact of lessons.facts) {
        if (isOfTheMoment(fact)) lessons.facts.delete(fact);
        else listener.learned?.(fact);
      }
      // With "recent:" Gmail lists the same 30 days however often they are retrieved.
      const inParts = lessons.byParts && !config.user.startsWith('recent:');
      const isNew = lessons.stored.size > storedBefore;
      if (!inParts || !isNew || part === kMostParts || signal.aborted) return all;
      total.listed = all.listed;
      storedBefore = lessons.stored.size;
      part += 1;
      session = 0;
    } else if (part > 1 && result.toFetch === 0 && isOfTheServer(failure)) {
      // Two visits in a row were one too many. The parts before have come in whole.
      return { ...all, failure: null };
    } else if (lessons.again && lessons.silence >= kMostSilence) {
      // Nobody waits for another session now: the next check begins with what was learned.
      for (const fact of lessons.facts) listener.learned?.(fact);
      return all;
    } else if (!lessons.again || session === kMostSessions || signal.aborted) {
      return all;
    }
  }
}

const isOfTheServer = ({ code }: Failure) =>
  code !== 'cancelled' && code !== 'internal' && !code.startsWith('storage.');

async function visit(parts: CheckParts, lessons: Lessons): Promise<CheckResult> {
  const { core, config, store, connect, clock, listener, signal } = parts;
  const result: CheckResult = {
    listed: 0,
    toFetch: 0,
    stored: 0,
    known: 0,
    deleted: 0,
    skipped: 0,
    failure: null,
  };
  if (signal.aborted) return { ...result, failure: { code: 'cancelled', detail: '' } };
  let known: Awaited<ReturnType<MailStore['known']>>;
  let discarded: MailName[];
  let headers: MailName[];
  let wanted: MailName[];
  try {
    known = await store.known();
    discarded = (await store.discarded?.()) ?? [];
    headers = (await store.headers?.()) ?? [];
    wanted = (await store.wanted?.()) ?? [];
    lessons.doubts ??= new Map(
      ((await store.doubts?.()) ?? []).map((doubt) => [nameOf(doubt), doubt]),
    );
  } catch (error) {
    const { code, message } = storageError(error);
    const failure: Failure = signal.aborted
      ? { code: 'cancelled', detail: '' }
      : { code, detail: message };
    return { ...result, failure };
  }
  const { doubts } = lessons;
  let session: Session;
  try {
    session = core.createSession(config);
    for (const { uidl, occurrence, storedAt, listedOctets, likeness } of known) {
      if (listedOctets === undefined) session.remember(uidl, occurrence, storedAt);
      else session.remember(uidl, occurrence, storedAt, listedOctets);
      if (likeness?.headerDigest === undefined) continue;
      session.resemble(uidl, occurrence, likeness.headerDigest, likeness.octets);
    }
    for (const { uidl, occurrence } of discarded) session.discard(uidl, occurrence);
    for (const { uidl, occurrence } of headers) session.rememberHeader(uidl, occurrence);
    for (const { uidl, occurrence } of wanted) session.want(uidl, occurrence);
    for (const { uidl, occurrence, sessions } of doubts.values()) {
      session.doubt(uidl, occurrence, sessions);
    }
  } catch (error) {
    return { ...result, failure: { code: 'internal', detail: String(error) } };
  }

  return new Promise((resolve) => {
    let started = false;
    let ended = false;
    let broken = false;
    let arrived = 0;
    let batch: Numbered[] = [];
    let batchOctets = 0;
    let saving = false;
    let doubted: MailName | null = null;
    let heardAt = clock.now();
    const { silentAt } = lessons;
    const notes = new Notes(store);
    /** By their new names, what is known as. */
    const recognised = new Map<string, MailName>();
    let ages: Map<string, number> | null = null;
    /** Since when what is known by that name is here. A name that is new today is believed in the next
     *  check. */
    const storedAt = (mail: MailName) => {
      ages ??= new Map(known.map((each) => [nameOf(each), each.storedAt]));
      return ages.get(nameOf(recognised.get(nameOf(mail)) ?? mail)) ?? 0;
    };
    const deadline = alarm(clock, () => call(() => session.tick(clock.now())));
    const idle = alarm(clock, () => save());

    // Every call of the session passes here: it answers completely, and may find a bug of ours.
    const call = (verb: () => Output) => {
      if (ended) return;
      let output: Output;
      try {
        output = verb();
      } catch (error) {
        breakOff(error);
        return;
      }
      if (output.send.length > 0) heardAt = clock.now();
      transport.send(output.send);
      if (output.log !== '') listener.said?.(output.log);
      for (const event of output.events) handle(event);
      notes.write(clock.now());
      // The core says done or failed before it hangs up.
      if (output.close) end(result.failure);
      else if (output.deadline !== null) deadline.set(output.deadline);
      else deadline.stop();
      considerSaving();
    };

    const handle = (event: SessionEvent) => {
      switch (event.type) {
        case 'secured':
          return listener.secured?.(event.connection);
        case 'authenticated':
          return listener.authenticated?.(event.mechanism);
        case 'listed':
          result.listed = event.listed;
          result.toFetch = event.fetch;
          return listener.listed?.(event);
        case 'message': {
          const { type: _, ...mail } = event;
          arrived += 1;
          batch.push(mail);
          batchOctets += mail.raw.length;
          return;
        }
        case 'deleted': {
          const { uidl, occurrence } = event;
          result.deleted += 1;
          notes.deleted({ uidl, occurrence });
          return listener.deleted?.({ uidl, occurrence });
        }
        case 'skipped':
          result.skipped += 1;
          return listener.skipped?.(event, event.reason);
        case 'learned':
          if (event.fact === kListsByParts) lessons.byParts = true;
          if (!event.reconnect) return listener.learned?.(event.fact);
          if (lessons.disproved.has(event.fact)) return;
          lessons.facts.add(event.fact);
          lessons.again = true;
          return;
        case 'header': {
          const { uidl, occurrence, octets, header, summary } = event;
          notes.header({ uidl, occurrence, octets, summary });
          return listener.header?.({ uidl, occurrence }, octets, header, summary);
        }
        case 'recognised': {
          const { uidl, occurrence, knownUidl, knownOccurrence } = event;
          const from = { uidl: knownUidl, occurrence: knownOccurrence };
          notes.renamed(from, { uidl, occurrence });
          recognised.set(nameOf({ uidl, occurrence }), from);
          return;
        }
        case 'doubted':
          doubted = { uidl: event.uidl, occurrence: event.occurrence };
          return;
        case 'failed': {
          const { code, detail, certificate } = event;
          if (code === 'protocol.timeout') lessons.silence += clock.now() - heardAt;
          noteDoubt(code);
          result.failure ??= {
            code: code as FailureCode,
            detail,
            ...(certificate === null ? {} : { certificate }),
          };
          return;
        }
        case 'done':
          // All the others came in: it was the message, and not the network.
          if (silentAt !== null) keepDoubt({ ...silentAt, sessions: kMostDoubts });
          return;
        default:
          event satisfies never;
      }
    };

    const noteDoubt = (code: string) => {
      if (doubted === null) return;
      // A line that is down for a moment drops every session of a check.
      if (code === 'protocol.closed' && lessons.droppedAt.has(nameOf(doubted))) return;
      const before = doubts.get(nameOf(doubted))?.sessions ?? 0;
      // What does not end does not end the next time either, nor does what is silent a second time,
      // alone and behind all others.
      const isCertain = code === 'limit.exceeded' || (code === 'protocol.timeout' && before > 0);
      keepDoubt({ ...doubted, sessions: isCertain ? kMostDoubts : before + 1 });
      // A drop is the network's as a rule: the next check asks for this message last, and that is all.
      if (code === 'protocol.closed') {
        lessons.droppedAt.add(nameOf(doubted));
        return;
      }
      lessons.again = true;
      if (code === 'protocol.timeout' && lessons.facts.size === 0) {
        lessons.silentAt = doubted;
        doubts.set(nameOf(doubted), { ...doubted, sessions: kMostDoubts });
      }
      // It fails one by one as well: then it was not the pipelining.
      if (config.facts?.includes(kNoPipelining) && lessons.facts.delete(kNoPipelining)) {
        lessons.disproved.add(kNoPipelining);
      }
    };

    const keepDoubt = (doubt: Doubt) => {
      if (doubt.sessions > 0) doubts.set(nameOf(doubt), doubt);
      else if (!doubts.delete(nameOf(doubt))) return;
      notes.doubted(doubt);
    };

    const considerSaving = () => {
      if (saving || batch.length === 0) return;
      const full = batch.length >= kBatchMessages || batchOctets >= kBatchOctets;
      const last = arrived >= result.toFetch;
      if (full || last || ended) save();
      else idle.set(clock.now() + kIdleMilliseconds);
    };

    const save = () => {
      idle.stop();
      const mails = batch;
      batch = [];
      batchOctets = 0;
      saving = true;
      store.save(mails, clock.now()).then(
        (said) => {
          saving = false;
          const stored = mails.filter((_, index) => said[index] === 'stored');
          const known = mails.filter((_, index) => said[index] === 'known');
          result.stored += stored.length;
          result.known += known.length;
          for (const mail of mails) lessons.stored.add(nameOf(mail));
          if (stored.length > 0) listener.stored?.(stored);
          if (known.length > 0) listener.known?.(known);
          for (const { uidl, occurrence } of mails) keepDoubt({ uidl, occurrence, sessions: 0 });
          call(() =>
            session.confirm(
              mails.map((mail) => mail.number),
              clock.now(),
              mails.map((mail, index) => (said[index] === 'known' ? storedAt(mail) : 0)),
            ),
          );
          if (ended) finish();
        },
        (error: unknown) => {
          saving = false;
          batch = [];
          const { code, message } = storageError(error);
          // The store's own word is better than the core's "could not be stored". Whoever has stopped
          // the check, as a newer page does that has taken the database, knows why it ends.
          if (!signal.aborted) result.failure = { code, detail: message };
          call(() => session.storageFailed(clock.now()));
          end(result.failure);
        },
      );
    };

    // A mistake of ours, in this session's call or another's of the same instance. What it gave out
    // last is not believed: stored, it could be deleted on the server.
    const breakOff = (error: unknown) => {
      broken = true;
      batch = [];
      end({ code: 'internal', detail: String(error) });
    };
    const onBroken = () => breakOff(core.broken.reason);

    // No more conversation. What has come in whole is still saved, so that it need not come again.
    const end = (failure: Failure | null) => {
      result.failure = failure;
      if (ended) {
        finish();
        return;
      }
      ended = true;
      deadline.stop();
      signal.removeEventListener('abort', cancel);
      core.broken.removeEventListener('abort', onBroken);
      transport.close();
      finish();
    };

    let finished = false;
    const finish = () => {
      considerSaving();
      if (saving || finished) return;
      finished = true;
      // After a bug of ours the instance is in no state to be asked for anything.
      if (!broken) session.delete();
      void notes.settled().then(() => resolve(result));
    };

    const cancel = () => {
      if (started) call(() => session.cancel(clock.now()));
      end(result.failure ?? { code: 'cancelled', detail: '' });
    };

    const events: TransportListener = {
      opened() {
        started = true;
        heardAt = clock.now();
        call(() => session.start(clock.now()));
      },
      received(octets) {
        listener.received?.(octets.length);
        heardAt = clock.now();
        call(() => {
          session.inbox(octets.length).set(octets);
          return session.receive(octets.length, clock.now());
        });
      },
      closed(failure) {
        if (failure === null) call(() => session.closed(clock.now()));
        end(failure ?? result.failure);
      },
    };
    let transport: Transport = { send() {}, close() {} };
    try {
      transport = connect(events);
    } catch (error) {
      end({ code: 'relay.unreachable', detail: String(error) });
    }
    core.broken.addEventListener('abort', onBroken, { once: true });
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
  });
}
