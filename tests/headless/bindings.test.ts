// SPDX-License-Identifier: Apache-2.0
// pillarbox.d.ts says what bindings.cpp exports. Here every member is called, and what comes back
// has the shape that the types promise; a member more or less on either side fails.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type {
  AttachmentStream,
  Core,
  MessageRoom,
  ParsedMessage,
  Session,
} from '../../wasm/bindings/pillarbox.d.ts';
import { config, newCore } from './core.ts';

const now = Date.UTC(2026, 10, 23);
const octets = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const said = (send: Uint8Array) => Buffer.from(send).toString('latin1');

/** The names in `export interface NAME {…}` of the declaration file. */
function declared(name: string): string[] {
  const file = path.resolve(import.meta.dirname, '../../wasm/bindings/pillarbox.d.ts');
  const body = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(
    readFileSync(file, 'utf8'),
  )?.[1];
  return [...(body ?? '').matchAll(/^ {2}(\w+)\(/gm)].map(([, member = '']) => member).sort();
}

/** What a bound object answers to, less what Embind gives to each. */
function bound(object: object): string[] {
  const inherited = ['constructor', 'isAliasOf', 'clone', 'isDeleted', 'deleteLater', '$$'];
  const names = new Set<string>();
  for (let at = object; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  return [...names].filter((name) => !inherited.includes(name)).sort();
}

function feed(session: Session, text: string) {
  session.inbox(text.length).set(octets(text));
  return session.receive(text.length, now);
}

it('a session does all that its type says', async () => {
  const core: Core = await newCore();
  const session = core.createSession(
    config({ user: 'u', password: 'p', afterDownload: 'delete', auth: 'user' }),
  );
  expect(bound(session)).toEqual(declared('Session'));

  // An octet above 0x7f in a UIDL is one character, both ways.
  session.remember('b\xff', 0, now, 6);
  expect(session.start(now)).toEqual({
    send: new Uint8Array(),
    events: [],
    close: false,
    deadline: now + 30_000,
    log: '',
  });
  expect(said(feed(session, '+OK\r\n').send)).toBe('CAPA\r\n');
  feed(session, '+OK\r\nPIPELINING\r\n.\r\n');
  feed(session, '+OK\r\n');
  expect(feed(session, '+OK\r\n').events).toEqual([{ type: 'authenticated', mechanism: 'USER' }]);
  const listing = '1 a\xfe\r\n2 b\xff\r\n.\r\n+OK\r\n1 5\r\n2 6\r\n.\r\n';
  expect(feed(session, '+OK\r\nPIPELINING\r\n.\r\n').log).toBe(
    'S: +OK (12 octets): PIPELINING\nC: STAT\nC: UIDL\nC: LIST\n',
  );
  const listed = feed(session, `+OK 2 11\r\n+OK\r\n${listing}`);
  expect(listed.events).toEqual([{ type: 'listed', listed: 2, fetch: 1, fetchOctets: 5 }]);
  // Status lines and octets; the UIDLs stay out of it.
  expect(listed.log).toBe(
    'S: +OK 2 11\nS: +OK (12 octets)\nS: +OK (10 octets)\n' + 'C: DELE 2\nC: RETR 1\nC: NOOP\n',
  );
  expect(said(listed.send)).toBe('DELE 2\r\nRETR 1\r\nNOOP\r\n');
  const mail =
    'From: =?utf-8?q?S=C3=A4ri?= <s@x.example>\r\nSubject: hi\r\nMessage-ID: <1@x>\r\n' +
    'In-Reply-To: <0@x>\r\nReferences: <a@x> <0@x>\r\nDate: Mon, 23 Nov 2026 00:00:00 +0000\r\n' +
    'Received: by x; Fri, 20 Nov 2026 00:00:00 +0000\r\n\r\nwords\r\n';
  const received = feed(session, `+OK\r\n+OK\r\n${mail}.\r\n+OK\r\n`);
  expect(received.events).toEqual([
    {
      type: 'message',
      number: 1,
      uidl: 'a\xfe',
      occurrence: 0,
      listedOctets: 5,
      raw: octets(mail),
      summary: {
        from: { name: 'Säri', address: 's@x.example' },
        subject: 'hi',
        date: now,
        received: [now - 3 * 24 * 60 * 60 * 1000],
        messageId: '1@x',
        inReplyTo: '0@x',
        references: ['a@x', '0@x'],
        preview: 'words',
        attachments: false,
      },
    },
  ]);
  expect(said(session.confirm([1], now).send)).toBe('DELE 1\r\n');
  expect(said(session.tick(now + 1).send)).toBe('');
  expect(said(feed(session, '+OK\r\n').send)).toBe('QUIT\r\n');
  const done = feed(session, '+OK\r\n');
  expect(done.events).toEqual([
    { type: 'deleted', number: 2, uidl: 'b\xff', occurrence: 0 },
    { type: 'deleted', number: 1, uidl: 'a\xfe', occurrence: 0 },
    { type: 'done' },
  ]);
  expect(done.log).toBe('S: +OK\n');
  expect(done).toMatchObject({ close: true, deadline: null });
  expect(session.closed(now).events).toEqual([]);
  session.delete();
});

it.each([
  ['cancel', 'cancelled'],
  ['storageFailed', 'storage.failed'],
  ['closed', 'protocol.closed'],
] as const)('%s ends a session', async (member, code) => {
  const core = await newCore();
  const session = core.createSession(config({ user: 'u', password: 'p' }));
  session.start(now);
  const { events, close } = session[member](now);
  expect(events).toEqual([{ type: 'failed', code, detail: expect.any(String), certificate: null }]);
  expect(close).toBe(true);
  session.delete();
});

it('a parsed message does all that its type says', async () => {
  const core = await newCore();
  const raw = octets(
    'Authentication-Results: mx; spf=pass smtp.mailfrom=a\r\nDKIM-Signature: d=a; s=k\r\n' +
      'List-Id: <l.a>\r\nList-Unsubscribe: <https://a/>\r\n' +
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\n' +
      'Content-Disposition: attachment; filename=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\nAP/+\r\n--b--\r\n',
  );
  const message: ParsedMessage = core.parseMessage(raw);
  expect(bound(message)).toEqual(declared('ParsedMessage'));
  const parsed = JSON.parse(message.json());
  expect(parsed.text).toBe('text');
  expect(parsed.attachments).toMatchObject([{ filename: 'a.bin', size: 3 }]);
  expect(message.attachment(0)).toEqual(Uint8Array.of(0, 255, 254));
  const spf = { method: 'spf', result: 'pass', reason: '' };
  expect(message.origin()).toEqual({
    authentication: [
      { server: 'mx', results: [{ ...spf, properties: [{ name: 'smtp.mailfrom', value: 'a' }] }] },
    ],
    signatures: [{ domain: 'a', selector: 'k', identity: '', algorithm: '' }],
    list: {
      ...{ id: 'l.a', name: '', unsubscribe: ['https://a/'], oneClick: false },
      ...{ post: [], archive: [], help: [] },
    },
  });
  expect(message.stream(1)).toBeNull();
  const stream = message.stream(0) as AttachmentStream;
  expect(bound(stream)).toEqual(declared('AttachmentStream'));
  message.delete();
  // It keeps the mail that it reads.
  expect(stream.read()).toEqual(Uint8Array.of(0, 255, 254));
  expect(stream.read()).toEqual(new Uint8Array());
  stream.delete();

  const room: MessageRoom = core.createRoom(raw.length);
  expect(bound(room)).toEqual(declared('MessageRoom'));
  room.view(0, 20).set(raw.subarray(0, 20));
  room.view(20, raw.length).set(raw.subarray(20));
  const same = room.parse();
  expect(JSON.parse(same.json())).toEqual(parsed);
  expect(room.view(0, 1).length).toBe(0);
  room.delete();
  same.delete();
  expect(core.summarise(raw)).toMatchObject({ preview: 'text', attachments: true, date: null });
  expect(core.heapOctets()).toBeGreaterThan(0);
  for (const member of declared('Core')) {
    expect(core[member as keyof Core], member).toBeTypeOf('function');
  }
});

it('what was here keeps its age, and shows what it is like', async () => {
  const core: Core = await newCore();
  const given = { user: 'u', password: 'p', auth: 'user', mostSilence: 5000 } as const;
  const policy = { afterDownload: 'delete-after', deleteAfterDays: 7 } as const;
  const session = core.createSession(config({ ...given, ...policy }));
  const open = (text: string) => feed(session, text);
  expect(session.start(now).deadline).toBe(now + 5000);
  for (const line of ['+OK', '-ERR', '+OK', '+OK', '+OK 2 4']) open(`${line}\r\n`);
  open('+OK\r\n1 a\r\n2 b\r\n.\r\n');
  open('+OK\r\n1 2\r\n2 2\r\n.\r\n');
  open('+OK\r\nb\r\n.\r\n');
  const digest = expect.stringMatching(/^[0-9a-f]{32}$/);
  expect(open('+OK\r\n').events).toMatchObject([{ number: 2, headerDigest: digest }]);
  open('a\r\n.\r\n');
  expect(open('+OK\r\n').events).toMatchObject([{ number: 1, headerDigest: digest }]);
  const day = 24 * 60 * 60 * 1000;
  expect(said(session.confirm([2], now, [now - 7 * day]).send)).toBe('DELE 2\r\n');
  open('+OK\r\n');
  expect(said(session.confirm([1], now, [now - 6 * day]).send)).toBe('QUIT\r\n');
  session.delete();
});
