// SPDX-License-Identifier: Apache-2.0
// The table of differences: where postal-mime and CPython's email read a generated mail otherwise
// than it was meant (and than we read it), and why that is so. A rule does not only name a place: it
// says what the other reader makes of what was meant, so that a difference it explains is that one
// and no other. A difference without a rule fails the test, and so does a rule without a difference.
import { isDeepStrictEqual } from 'node:util';
import { encode } from './encode.ts';
import type { File, kFields, Person, Reading } from './reading.ts';

export type Peer = 'postal-mime' | 'CPython email';
type Field = (typeof kFields)[number];

export interface Rule {
  peer: Peer;
  fields: Field[];
  /** The form of mail that brings it out; any if empty. */
  trait: string;
  why: string;
  /** Whether `got` is what the peer makes of `meant` by this rule. */
  explains(meant: Reading[Field], got: Reading[Field]): boolean;
}

export function ruleFor(
  peer: Peer,
  field: Field,
  traits: ReadonlySet<string>,
  meant: Reading,
  got: Reading,
): Rule | undefined {
  return kRules.find(
    (rule) =>
      rule.peer === peer &&
      rule.fields.includes(field) &&
      (rule.trait === '' || traits.has(rule.trait)) &&
      rule.explains(meant[field], got[field]),
  );
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isFile = (value: unknown): value is File => typeof value === 'object' && value !== null;

/** A rule about text, told by what makes both the same. */
const sameWhen =
  (change: (text: string) => string): Rule['explains'] =>
  (meant, got) =>
    isText(meant) && isText(got) && change(meant) === change(got);

/** A rule about files, told one by one; every one must be as meant or as the rule has it. */
const filesWhen =
  (same: (meant: File, got: File) => boolean): Rule['explains'] =>
  (meant, got) =>
    Array.isArray(meant) &&
    Array.isArray(got) &&
    meant.length === got.length &&
    meant.every((one, at) => {
      const other = got[at];
      if (!isFile(one) || !isFile(other)) return false;
      return isDeepStrictEqual(one, other) || same(one, other);
    });

/** A rule about names; everything else of the people must be as meant. */
const namesWhen =
  (change: (name: string) => string): Rule['explains'] =>
  (meant, got) => {
    const changed = (all: Reading[Field]) =>
      Array.isArray(all) &&
      (all as Person[]).map(({ name, address }) => ({ address, name: change(name) }));
    return isDeepStrictEqual(changed(meant), changed(got));
  };

const unixLines = (text: string) => text.replaceAll('\r\n', '\n');
const kForwarded = /\n{1,4}(-{9}|<div class="postal-email-header)[\s\S]*$/;
/** A text of postal-mime without what it adds to it by other rules. */
const body = (text: string) => unixLines(text).replace(kForwarded, '').replace(/\n$/, '');
const withoutForwarded = (files: Reading[Field]) =>
  Array.isArray(files)
    ? (files as File[]).filter(({ contentType }) => contentType !== 'message/rfc822')
    : [];
/** A body that postal-mime gave back by lines: of files it is the octets that count. */
const byLines = (meant: File, got: File) =>
  isDeepStrictEqual({ ...got, octets: '' }, { ...meant, octets: '' }) &&
  // What quoted-printable had written as =0D=0A stays.
  [`${meant.octets}\n`, `${unixLines(meant.octets)}\n`].includes(got.octets);
/** The octets that CPython could not decode, as UTF-8. */
const withoutSurrogates = (name: string) =>
  /[\udc80-\udcff]/.test(name)
    ? Buffer.from(
        Array.from(name).flatMap((character) => {
          const code = character.codePointAt(0) ?? 0;
          return code >= 0xdc80 && code <= 0xdcff ? [code - 0xdc00] : [...Buffer.from(character)];
        }),
      ).toString('utf8')
    : name;

export const kRules: Rule[] = [
  {
    peer: 'postal-mime',
    fields: ['text', 'html'],
    trait: '',
    why: `It ends a body that is not in base64 with a line end of its own. RFC 2046 §5.1.1: "the CRLF
      preceding the boundary delimiter line is conceptually attached to the boundary".`,
    explains: (meant, got) => isText(meant) && got === `${meant}\n`,
  },
  {
    peer: 'postal-mime',
    fields: ['text', 'html'],
    trait: 'base64',
    why: `Text in base64 keeps its CRLF, other text does not. RFC 2045 §6.8: line breaks of text are
      CRLF before base64 is applied; a reader shows one kind, whatever the encoding.`,
    explains: sameWhen(unixLines),
  },
  {
    peer: 'postal-mime',
    fields: ['text', 'html'],
    trait: 'text in utf-7',
    why: 'It has no decoder for UTF-7 (RFC 2152), since browsers have none any more.',
    explains: (meant, got) =>
      isText(meant) && isText(got) && body(got) === encode(meant, 'utf-7').toString('latin1'),
  },
  {
    peer: 'postal-mime',
    fields: ['text', 'html'],
    trait: 'unknown charset of UTF-8',
    why: `Text of a charset that it does not know it reads as windows-1252. RFC 2045 §5.2 leaves that
      open; octets above 127 that make UTF-8 throughout do so by no accident.`,
    explains: (meant, got) =>
      isText(meant) &&
      isText(got) &&
      body(got) === new TextDecoder('windows-1252').decode(Buffer.from(meant)),
  },
  {
    peer: 'postal-mime',
    fields: ['text'],
    trait: 'HTML without text',
    why: `It makes a text of the HTML where the mail has none. RFC 8621 §4.1.4 leaves that to who
      shows it; in the contract neither is made from the other.`,
    explains: (meant, got) => meant === null && isText(got),
  },
  {
    peer: 'postal-mime',
    fields: ['text', 'html'],
    trait: 'forwarded',
    why: `It writes message/rfc822 into the text, behind a header block. RFC 2046 §5.2.1: it is a
      message of its own; RFC 8621 §4.1.4 has it as an attachment.`,
    explains: (meant, got) =>
      isText(meant) && isText(got) && kForwarded.test(unixLines(got)) && body(got) === meant,
  },
  {
    peer: 'postal-mime',
    fields: ['attachments'],
    trait: 'forwarded',
    why: 'For the same reason a forwarded message is missing among the attachments.',
    explains: (meant, got) => filesWhen(byLines)(withoutForwarded(meant), got),
  },
  {
    peer: 'postal-mime',
    fields: ['attachments'],
    trait: '',
    why: `Files that are not in base64 are taken apart into lines: CRLF becomes LF, and one is added at
      the end. RFC 2045 §6.7 and RFC 2046 §5.1.1: they are the octets that were sent.`,
    explains: filesWhen(byLines),
  },
  {
    peer: 'postal-mime',
    fields: ['from'],
    trait: 'a second From',
    why: `It has room for one author. RFC 5322 §3.6.2: From is a mailbox-list; a second field breaks §3.6
      and is shown, since a reader must not hide who else claims to have written.`,
    explains: (meant, got) => Array.isArray(meant) && isDeepStrictEqual(got, meant.slice(0, 1)),
  },
  {
    peer: 'CPython email',
    fields: ['from', 'to', 'cc'],
    trait: 'raw UTF-8 name',
    why: `Octets above 127 stay undecoded in names. RFC 6532 §3.2: header fields may hold UTF-8.`,
    explains: namesWhen((name) => withoutSurrogates(name).replaceAll(/\s/gu, '')),
  },
  ...['words in gb18030', 'words in big5'].map(
    (trait): Rule => ({
      peer: 'CPython email',
      fields: ['from', 'to', 'cc'],
      trait,
      why: `Its GB 18030 and Big5 have no euro where Windows put it, and where the WHATWG Encoding standard
        has it (0x80 and 0xA3 0xE1): senders write what their system has.`,
      explains: namesWhen((name) => name.replaceAll(/[\udc80-\udcff]+/g, '€')),
    }),
  ),
  {
    peer: 'CPython email',
    fields: ['from', 'to', 'cc'],
    trait: '',
    why: `Between two encoded words of a name it puts a space. RFC 2047 §6.2: "any 'linear-white-space'
      that separates a pair of adjacent 'encoded-word's is ignored".`,
    explains: namesWhen((name) => name.replaceAll(/\s/gu, '')),
  },
  {
    peer: 'CPython email',
    fields: ['text', 'html'],
    trait: 'unknown charset of UTF-8',
    why: `It raises for a charset that Python does not know. RFC 2045 §5.2 asks for something to be
      shown; octets that are UTF-8 are read as that.`,
    explains: (_, got) => got === 'raised LookupError',
  },
  ...['us-ascii for windows-1252', 'no charset for UTF-8'].map(
    (trait): Rule => ({
      peer: 'CPython email',
      fields: ['text', 'html'],
      trait,
      why: `Octets above 127 in what is or counts as us-ascii (RFC 2045 §5.2) become U+FFFD; browsers
      and mail programs read them as what they are.`,
      explains: sameWhen((text) => text.replaceAll(/\P{ASCII}/gu, '')),
    }),
  ),
  {
    peer: 'CPython email',
    fields: ['text', 'html'],
    trait: 'a NUL',
    why: 'It keeps NULs. RFC 5322 §2.3: characters of text are 1 to 127; to a reader a NUL says nothing.',
    explains: (meant, got) => isText(got) && got !== meant && got.replaceAll('\0', '') === meant,
  },
  {
    peer: 'postal-mime',
    fields: ['text', 'html'],
    trait: 'a NUL',
    why: 'The same, and a line end of its own.',
    explains: (meant, got) =>
      isText(got) && got.includes('\0') && body(got).replaceAll('\0', '') === meant,
  },
  ...(['text', 'html', 'attachments'] as const).map(
    (field): Rule => ({
      peer: 'CPython email',
      fields: [field],
      trait: 'a line without a colon',
      why: `It takes the line for the beginning of the body, so that the Content-Type below counts no
      more and the mail is one text of MIME source. A field follows: the header goes on.`,
      explains: (_, got) =>
        field === 'text'
          ? isText(got) && got.startsWith('rubbish without one\n')
          : field === 'html'
            ? got === null
            : Array.isArray(got) && got.length === 0,
    }),
  ),
];
