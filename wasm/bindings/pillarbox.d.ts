// SPDX-License-Identifier: Apache-2.0
// The shape of the compiled core, as bindings.cpp exports it. A test calls every member, so the
// two cannot drift apart. UIDLs are opaque octets: each octet is the character of that code, so
// that any of them survives JSON and IndexedDB unharmed. Times are milliseconds since 1970 (UTC)
// unless a name says otherwise.

export interface SessionConfig {
  /** Name or address of the mail server, as the certificate must show it. */
  host: string;
  security: 'implicit' | 'stls' | 'none';
  /** `none` is refused unless this is set: for loopback, or after the person's explicit word. */
  allowPlaintext: boolean;
  user: string;
  password: string;
  auth:
    | 'auto'
    | 'user'
    | 'apop'
    | 'plain'
    | 'login'
    | 'cram-md5'
    | 'scram-sha-1'
    | 'scram-sha-256'
    | 'xoauth2'
    | 'oauthbearer';
  afterDownload: 'leave' | 'delete' | 'delete-after';
  deleteAfterDays: number;
  /** Messages that the server says are larger are skipped; 0 for no such limit. */
  maxOctets: number;
  /** What earlier sessions have learned of this host (wasm/pop3/facts.h). */
  facts?: string[];
  /** RFC 5646 tag of the language in which the server should speak to the person. */
  language?: string;
  /** Fetch the header of what is skipped for its size. */
  headersOfLarge?: boolean;
  /** Milliseconds that a reply may keep us waiting, if less than a minute is left for it. */
  mostSilence?: number;
  /** Messages fetched in one session; 0 for all. */
  maxMessages?: number;
  /** "sha256/BASE64" of the SubjectPublicKeyInfo, or empty. */
  pin: string;
  /** Trust anchors, as tools/build_anchors makes them or as PEM. */
  anchors: Uint8Array;
}

export interface Certificate {
  subject: string;
  issuer: string;
  names: string[];
  /** Seconds since 1970 (UTC). */
  notBefore: number;
  notAfter: number;
  sha256: string;
  spkiPin: string;
}

export interface Connection {
  protocol: string;
  cipher: string;
  group: string;
  /** Trusted by pin, not by an authority. */
  pinned: boolean;
  /** By a ticket of an earlier session; the certificate is the one that was shown then. */
  resumed: boolean;
  certificate: Certificate;
}

/** What a list shows of a message, and what threading needs. */
export interface Summary {
  from: { name: string; address: string };
  subject: string;
  /** Milliseconds, or null if the Date field is missing or cannot be read. */
  date: number | null;
  /** Milliseconds of the Received fields, topmost first; empty where `date` is not in doubt. */
  received: number[];
  messageId: string;
  inReplyTo: string;
  references: string[];
  /** Up to 200 characters of the text a reader would see. */
  preview: string;
  attachments: boolean;
}

export type SessionEvent =
  | { type: 'secured'; connection: Connection }
  | { type: 'authenticated'; mechanism: string }
  /** Something about this host for later sessions' `facts`. With `reconnect` this session is about to
   *  fail for it, and another one that is told of it may get further. */
  | { type: 'learned'; fact: string; reconnect: boolean }
  /** The listing: all messages there, and what this session will fetch of them. */
  | { type: 'listed'; listed: number; fetch: number; fetchOctets: number }
  /** A whole message as the server sent it, un-stuffed, CRLF line ends. Answer with confirm(). */
  | {
      type: 'message';
      number: number;
      uidl: string;
      occurrence: number;
      raw: Uint8Array;
      summary: Summary;
      /** What LIST said, to be handed to remember(); 0 if unknown. */
      listedOctets?: number;
      /** To be handed to resemble(); none where the message is deleted from the server at once. */
      headerDigest?: string;
    }
  /** Of a message over maxOctets, with headersOfLarge. */
  | {
      type: 'header';
      number: number;
      uidl: string;
      occurrence: number;
      octets: number;
      header: Uint8Array;
      summary: Summary;
    }
  /** It looks like what is here as knownUidl, which is not listed any more: the server seems to have
   *  given it another UIDL. It stays there, and is not fetched. */
  | {
      type: 'recognised';
      number: number;
      uidl: string;
      occurrence: number;
      knownUidl: string;
      knownOccurrence: number;
    }
  /** The session is about to fail, and this message may be why: see doubt(). */
  | { type: 'doubted'; number: number; uidl: string; occurrence: number }
  /** After QUIT was answered +OK: the server has removed it. */
  | { type: 'deleted'; number: number; uidl: string; occurrence: number }
  /** An empty uidl stands for messages that the server counts and does not name. */
  | { type: 'skipped'; number: number; uidl: string; occurrence: number; reason: string }
  /** Terminal. */
  | { type: 'failed'; code: string; detail: string; certificate: Certificate | null }
  /** Terminal. */
  | { type: 'done' };

/** To be read at once: the next call may give out the same object. */
export interface Output {
  /** What must go to the relay now; may be empty. */
  send: Uint8Array;
  events: SessionEvent[];
  /** The socket is to be closed after `send`. */
  close: boolean;
  /** Call tick() at this time if nothing else happened before; null if there is none. */
  deadline: number | null;
  /** The conversation as it may be shown: lines that begin with "C: ", "S: " or "* " and end with a
   *  line feed. No secret, no mail and no UIDL is in it. */
  log: string;
}

export interface Session {
  /** Before start(): a message that is safe here already. storedAt is what "after N days" counts from. */
  remember(uidl: string, occurrence: number, storedAt: number, listedOctets?: number): void;
  /** Before start(): what a remembered message is like (the headerDigest of its event, and its octets),
   *  to know it under another UIDL. */
  resemble(uidl: string, occurrence: number, headerDigest: string, octets: number): void;
  /** Before start(): deleted here, and to be deleted there. */
  discard(uidl: string, occurrence: number): void;
  /** Before start(): to be fetched whatever its size. */
  want(uidl: string, occurrence: number): void;
  /** Before start(): too large, and its header is here. */
  rememberHeader(uidl: string, occurrence: number): void;
  /** Before start(): so many sessions failed at it. It comes last and alone; after 3 not at all. */
  doubt(uidl: string, occurrence: number, sessions: number): void;
  start(now: number): Output;
  /** A view of wasm memory for one frame: fill it at once, then call receive(octets, now). */
  inbox(octets: number): Uint8Array;
  receive(octets: number, now: number): Output;
  /** The stream from the server has ended. */
  closed(now: number): Output;
  /** These messages are durable; only now may DELE be sent for them. `storedAt` says of each since when
   *  its octets are here; 0 for what is new. */
  confirm(numbers: number[], now: number, storedAt?: number[]): Output;
  /** Storing failed: RSET, drop, no QUIT. */
  storageFailed(now: number): Output;
  /** The person pressed Stop. What is confirmed stays; nothing is lost. */
  cancel(now: number): Output;
  tick(now: number): Output;
  /** Wipes and frees. Must be called. */
  delete(): void;
}

/** What a mail's header claims about where it comes from. Anyone can write these fields: only the
 *  results of one's own server, which stand topmost, are worth believing. */
export interface Origin {
  /** Authentication-Results (RFC 8601), topmost first; names and results in lower case. */
  authentication: {
    server: string;
    results: {
      method: string;
      result: string;
      reason: string;
      properties: { name: string; value: string }[];
    }[];
  }[];
  /** DKIM-Signature fields (RFC 6376), not verified. */
  signatures: { domain: string; selector: string; identity: string; algorithm: string }[];
  /** List fields (RFC 2369, 2919); oneClick says that a POST to the https: URI is enough (RFC 8058). */
  list: {
    id: string;
    name: string;
    unsubscribe: string[];
    oneClick: boolean;
    post: string[];
    archive: string[];
    help: string[];
  };
}

export interface ParsedMessage {
  /** The object of the MIME JSON contract without `file` and without `sha256` of attachments. */
  json(): string;
  origin(): Origin;
  /** Decoded octets of the attachment at that place in json().attachments. */
  attachment(index: number): Uint8Array;
  /** The same in pieces, for a large one; null if there is none at that place. It may outlive the
   *  message. */
  stream(index: number): AttachmentStream | null;
  delete(): void;
}

export interface AttachmentStream {
  /** The next piece, of at most 1 MiB; an empty one is the end. */
  read(): Uint8Array;
  delete(): void;
}

/** Room for a mail in wasm memory, where it is then parsed: so a large one is in memory once. */
export interface MessageRoom {
  /** A view of wasm memory: fill it at once. All of the room is to be filled before parse(). */
  view(at: number, octets: number): Uint8Array;
  /** The room is empty after it. */
  parse(): ParsedMessage;
  delete(): void;
}

export interface Core {
  createSession(config: SessionConfig): Session;
  parseMessage(raw: Uint8Array): ParsedMessage;
  createRoom(octets: number): MessageRoom;
  summarise(raw: Uint8Array): Summary;
  /** Octets of wasm memory in use by the module, for measurements. */
  heapOctets(): number;
}

/** Options of the Emscripten factory that we use. */
export interface CoreOptions {
  wasmBinary?: ArrayBuffer | Uint8Array;
  locateFile?: (path: string) => string;
}

export default function createCore(options?: CoreOptions): Promise<Core>;
