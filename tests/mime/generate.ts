// SPDX-License-Identifier: Apache-2.0
// Mails from a seed, each with what it means: the generator says what it wants to say first, and then
// how to write that. So a reader is compared with what was meant, and not only with other readers.
// `traits` name the forms that a mail uses and that readers are known to disagree about.
import { type Random, seeded } from '../../server/demo/mailbox/random.mjs';
import { breakMail } from './broken.ts';
import { base64, type Charset, encode, percent, quotedPrintable, words } from './encode.ts';
import type { Person, Reading } from './reading.ts';

export interface Mail {
  raw: Buffer;
  meant: Reading;
  traits: Set<string>;
}

/** A mail while it is being made: pieces that broken.ts may still damage. */
export interface Draft extends Mail {
  random: Random;
}

// What can be written in each charset.
const kWords: Partial<Record<Charset, string>> = {
  'us-ascii': 'plain words for a quiet morning in the shop',
  'iso-8859-1': 'Grüße aus Málaga, déjà vu à Orléans, señor Ñandú',
  'windows-1252': 'Übermaß, façade, crème brûlée und Smørrebrød',
  'iso-8859-15': 'Prix 20 €, œuvre, Žižkov',
  'iso-8859-2': 'Zażółć gęślą jaźń, příliš žluťoučký kůň',
  'windows-1250': 'Kőrösi Ádám, Łódź, Šišić',
  'iso-8859-5': 'Съешь же ещё этих мягких булок',
  'windows-1251': 'Отчёт за квартал, с уважением, Ольга',
  'koi8-r': 'Привет из Новосибирска, ёлки зелёные',
  'koi8-u': 'Щиро дякуємо за їжу',
  'iso-8859-7': 'Καλημέρα σας, η παραγγελία είναι έτοιμη',
  'windows-1253': 'Ευχαριστούμε πολύ για την αγορά',
  'windows-1255': 'שלום לכולם',
  gb18030: '你好，订单已经发出，谢谢',
  big5: '您好，訂單已經寄出，謝謝',
  'euc-kr': '안녕하세요 주문이 발송되었습니다',
  'euc-jp': 'こんにちは、注文を発送しました',
  shift_jis: 'お世話になっております、山田です',
  'iso-2022-jp': '会議の資料を送ります、よろしく',
  'utf-8': 'Terima kasih 🙂 – привет, 你好, «ça va»',
  'utf-16': 'Ça va? Привет! 你好',
  'utf-7': 'Grüße + Привет',
};
const kCharsets = Object.keys(kWords) as Charset[];
// In a header: RFC 2047 §5 leaves no room for NULs and for shifts that a word does not close.
const kWordCharsets = kCharsets.filter((each) => !['utf-16', 'utf-7', 'us-ascii'].includes(each));
const kAscii = 'kain batik motif price sample delivery letter thanks tomorrow order shop'.split(
  ' ',
);

export function generate(seed: number): Mail {
  const random = seeded(seed);
  const maker = new Maker(random);
  const draft = maker.mail();
  // About one in four is broken in one way.
  return random.oneIn(4) ? breakMail(draft) : draft;
}

interface Part {
  fields: string[];
  body: Buffer;
}

class Maker {
  traits = new Set<string>();
  texts: string[] = [];
  htmls: string[] = [];
  attachments: Reading['attachments'] = [];
  boundaries = 0;

  constructor(readonly random: Random) {}

  mail(): Draft {
    const { random } = this;
    const fields: string[] = [];
    const from = [this.person()];
    const to = Array.from({ length: random.between(1, 4) }, () => this.person());
    const cc = random.oneIn(3) ? [this.person()] : [];
    fields.push(`From: ${this.mailbox(from[0] as Person)}`);
    fields.push(`To: ${this.list(to)}`);
    if (cc.length > 0) fields.push(`Cc: ${this.mailbox(cc[0] as Person)}`);
    const subject = this.subject(fields);
    const date = this.date(fields);
    const id = () => `${random.hex(12)}.${random.hex(6)}@mail.example`;
    const messageId = id();
    const references = random.oneIn(3) ? Array.from({ length: random.between(1, 9) }, id) : [];
    const inReplyTo = references.at(-1) ?? '';
    fields.push(`Message-ID: <${messageId}>`);
    if (references.length > 0) {
      fields.push(`In-Reply-To: <${inReplyTo}>`);
      fields.push(`References: ${references.map((each) => `<${each}>`).join('\r\n\t')}`);
    }
    fields.push('MIME-Version: 1.0');
    const part = this.tree(3);
    const raw = whole({ fields: [...fields, ...part.fields], body: part.body });
    const { traits, texts, htmls, attachments } = this;
    if (texts.length > 0 && htmls.length === 0) traits.add('text without HTML');
    if (texts.length === 0 && htmls.length > 0) traits.add('HTML without text');
    if (texts.length > 0 && htmls.length > 0) traits.add('text and HTML');
    const meant: Reading = {
      ...{ from, to, cc, subject, date, messageId, inReplyTo, references, attachments },
      text: texts.length === 0 ? null : texts.join('\n'),
      html: htmls.length === 0 ? null : htmls.join('\n'),
    };
    return { raw, meant, traits, random };
  }

  ascii(count: number): string {
    return Array.from({ length: count }, () => this.random.pick(kAscii)).join(' ');
  }

  person(): Person {
    const { random } = this;
    const address = `${random.pick(kAscii)}.${random.hex(4)}@${random.pick(['a', 'b'])}.example`;
    const charset = random.pick(kWordCharsets);
    const name = random.pick([
      '',
      'Dewi Lestari',
      'Santoso, Budi',
      'Maria "Mimi" O\'Neil',
      kWords[charset]?.slice(0, random.between(4, 12)).trim() ?? '',
    ]);
    return { name, address };
  }

  mailbox({ name, address }: Person): string {
    if (name === '') return this.random.oneIn(2) ? address : `<${address}>`;
    if (/^[A-Za-z ]+$/.test(name)) {
      if (!this.random.oneIn(6)) return `${name} <${address}>`;
      this.traits.add('comment');
      return `${name} (a comment) <${address}>`;
    }
    if (/^[\x20-\x7e]+$/.test(name)) return `"${name.replace(/["\\]/g, '\\$&')}" <${address}>`;
    const form = this.random.pick(['words', 'words', 'words', 'quoted words', 'raw']);
    if (form === 'raw') {
      this.traits.add('raw UTF-8 name');
      return `"${name}" <${address}>`;
    }
    const word = this.encoded(name);
    if (form === 'words') return `${word}\r\n <${address}>`;
    this.traits.add('words in quotes');
    return `"${word}" <${address}>`;
  }

  /** As encoded words in a charset that can say it. */
  encoded(text: string): string {
    const charset = this.random.pick(kWordCharsets.filter((each) => canSay(text, each)));
    this.traits.add(`words in ${charset}`);
    return words(text, charset, this.random.pick(['B', 'Q'] as const));
  }

  list(people: Person[]): string {
    const all = people.map((each) => this.mailbox(each));
    if (!this.random.oneIn(8)) return all.join(',\r\n ');
    this.traits.add('group');
    return `The team: ${all.join(', ')};`;
  }

  subject(fields: string[]): string {
    const { random } = this;
    switch (random.between(1, 8)) {
      case 1: {
        const value = this.ascii(24);
        fields.push(`Subject: ${value.replace(/(.{40,66}) /g, '$1\r\n ')}`);
        return value;
      }
      case 2: {
        this.traits.add('raw UTF-8 subject');
        fields.push(`Subject: ${kWords['utf-8']}`);
        return kWords['utf-8'] ?? '';
      }
      case 3: {
        // NOTE: Outlook Express and others cut the octets where the line is full.
        this.traits.add('character split between words');
        const octets = Buffer.from('Pesanan 你好 selesai');
        const halves = [octets.subarray(0, 9), octets.subarray(9)];
        fields.push(
          `Subject: ${halves.map((each) => `=?utf-8?B?${each.toString('base64')}?=`).join('\r\n ')}`,
        );
        return 'Pesanan 你好 selesai';
      }
      case 4: {
        const value = this.ascii(2);
        // RFC 2047 §6.2: only white space between two words is left out.
        fields.push(`Subject: ${value} =?utf-8?q?=C3=BCber?= tomorrow`);
        return `${value} über tomorrow`;
      }
      case 5:
      case 6:
        break;
      default: {
        const value = this.ascii(random.between(1, 6));
        fields.push(`Subject: ${value}`);
        return value;
      }
    }
    const value = kWords[random.pick(kWordCharsets)] ?? '';
    fields.push(`Subject: ${this.encoded(value)}`);
    return value;
  }

  date(fields: string[]): string {
    const { random } = this;
    const two = (value: number) => String(value).padStart(2, '0');
    const [year, month, day] = [random.between(1998, 2030), random.between(0, 11), 1];
    const at = { day: day + random.between(0, 27), hour: random.between(0, 23) };
    const minute = random.between(0, 59);
    const name = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[month];
    const [zone, minutes] = random.pick([
      ...[['+0000', 0] as const, ['+0700', 420] as const, ['-0330', -210] as const],
      ...[['GMT', 0] as const, ['EST', -300] as const, ['PDT', -420] as const],
      ...[['-0000', 0] as const, ['+0530 (IST)', 330] as const],
    ]);
    const seconds = random.oneIn(5) ? '' : ':07';
    // RFC 5322 §4.3: two digits of 50 to 99 are of the last century, below of this one.
    const short = random.oneIn(10);
    if (short) this.traits.add('year of two digits');
    const written = short ? two(year % 100) : String(year);
    fields.push(
      `Date: ${at.day} ${name} ${written} ${two(at.hour)}:${two(minute)}${seconds} ${zone}`,
    );
    const moment = Date.UTC(year, month, at.day, at.hour, minute - minutes, seconds ? 7 : 0);
    return new Date(moment).toISOString().replace('.000Z', 'Z');
  }

  tree(depth: number): Part {
    const { random } = this;
    const kind = depth === 0 ? 1 : random.between(1, 10);
    if (kind <= 3) return this.text(random.oneIn(4) ? 'html' : 'plain');
    if (kind <= 5) return this.multipart('alternative', [this.text('plain'), this.text('html')]);
    if (kind === 6) {
      const html = this.text('html');
      return this.multipart('related', [html, this.file('inline')]);
    }
    if (kind === 7) {
      const signed = this.tree(0);
      return this.multipart('signed', [signed, this.signature()]);
    }
    const first = this.tree(depth - 1);
    const rest = Array.from({ length: random.between(1, 3) }, () =>
      random.oneIn(6) ? this.forwarded() : this.file('attachment'),
    );
    return this.multipart('mixed', [first, ...rest]);
  }

  multipart(subtype: string, parts: Part[]): Part {
    // Boundaries that begin with one another are told apart (RFC 2046 §5.1.1).
    const boundary = `=_b${'1'.repeat(++this.boundaries)}`;
    const extra =
      subtype === 'signed' ? '; protocol="application/pgp-signature"; micalg=pgp-sha256' : '';
    const pieces = parts.flatMap((part) => [
      Buffer.from(`--${boundary}\r\n`),
      whole(part),
      Buffer.from('\r\n'),
    ]);
    return {
      fields: [`Content-Type: multipart/${subtype}; boundary="${boundary}"${extra}`],
      body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
    };
  }

  text(subtype: 'plain' | 'html'): Part {
    const { random } = this;
    const charset = random.pick(kCharsets);
    const said = kWords[charset] ?? '';
    const lines = Array.from({ length: random.between(1, 6) }, () =>
      random.oneIn(2) ? said : this.ascii(random.between(1, 9)),
    );
    const content = subtype === 'html' ? `<p>${lines.join('</p>\n<p>')}</p>` : lines.join('\n');
    (subtype === 'html' ? this.htmls : this.texts).push(content);
    const octets = encode(content.replaceAll('\n', '\r\n'), charset);
    const clear = charset === 'us-ascii' || charset === 'utf-7' || charset === 'iso-2022-jp';
    const transfer = random.pick(['base64', 'quoted-printable', clear ? '7bit' : '8bit']);
    // A line of UTF-16 has NULs in it: it is always encoded.
    const how = charset === 'utf-16' ? 'base64' : transfer;
    this.traits.add(`text in ${charset}`);
    this.traits.add(how);
    return {
      fields: [
        `Content-Type: text/${subtype}; charset=${random.oneIn(2) ? charset : `"${charset}"`}`,
        ...(how === '7bit' && random.oneIn(2) ? [] : [`Content-Transfer-Encoding: ${how}`]),
      ],
      body: transferred(octets, how),
    };
  }

  file(disposition: 'attachment' | 'inline'): Part {
    const { random } = this;
    const octets = random.oneIn(60) ? Buffer.alloc(0) : random.bytes(random.between(1, 400));
    const contentType = random.pick(['application/pdf', 'image/png', 'application/octet-stream']);
    const contentId = disposition === 'inline' ? `${random.hex(8)}@pictures` : '';
    const { parameter, filename } = this.filename();
    this.attachments.push({
      filename,
      contentType,
      disposition,
      contentId,
      octets: octets.toString('latin1'),
    });
    if (octets.length === 0) this.traits.add('empty file');
    const how = random.oneIn(4) ? 'quoted-printable' : 'base64';
    return {
      fields: [
        `Content-Type: ${contentType}`,
        `Content-Disposition: ${disposition}${parameter}`,
        `Content-Transfer-Encoding: ${how}`,
        ...(contentId === '' ? [] : [`Content-ID: <${contentId}>`]),
      ],
      // RFC 2045 §6.7: line ends of what is no text are octets as all others.
      body: transferred(octets, how, 'binary'),
    };
  }

  filename(): { parameter: string; filename: string } {
    const { random } = this;
    const charset = random.pick(kWordCharsets);
    const ending = random.pick(['.pdf', '.png', '.bin']);
    const foreign = `${kWords[charset]?.replace(/[^\p{L}]/gu, '').slice(0, 9)}${ending}`;
    switch (random.between(1, 7)) {
      case 1: {
        const filename = `${random.pick(kAscii)}${ending}`;
        return { filename, parameter: `; filename=${filename}` };
      }
      case 2: {
        const filename = `${this.ascii(3)} (1)${ending}`;
        return { filename, parameter: `;\r\n filename="${filename}"` };
      }
      case 3:
        this.traits.add(`name in ${charset}`);
        return {
          filename: foreign,
          parameter: `;\r\n filename*=${charset}'en'${percent(encode(foreign, charset))}`,
        };
      case 4: {
        // RFC 2231 §3 and §4.1: sections, of which some are percent-encoded.
        this.traits.add('name in sections');
        const pieces = percent(Buffer.from(foreign)).match(/(?:%..|[^%]){1,12}/g) ?? [];
        const sections = pieces.map((piece, at) =>
          piece.includes('%') || at === 0
            ? `;\r\n filename*${at}*=${at === 0 ? "utf-8''" : ''}${piece}`
            : `;\r\n filename*${at}="${piece}"`,
        );
        return { filename: foreign, parameter: sections.join('') };
      }
      case 5:
        // NOTE: not allowed by RFC 2047 §5 (3), and what Gmail and Outlook write.
        this.traits.add('words in a parameter');
        return { filename: foreign, parameter: `;\r\n filename="${this.encoded(foreign)}"` };
      case 6:
        this.traits.add('raw UTF-8 name');
        return { filename: foreign, parameter: `; filename="${foreign}"` };
      default:
        return { filename: '', parameter: '' };
    }
  }

  signature(): Part {
    this.traits.add('signed');
    const body = Buffer.from(
      '-----BEGIN PGP SIGNATURE-----\r\n\r\nnone\r\n-----END PGP SIGNATURE-----',
    );
    this.attachments.push({
      ...{ filename: '', contentType: 'application/pgp-signature', contentId: '' },
      ...{ disposition: 'attachment', octets: body.toString('latin1') },
    });
    return { fields: ['Content-Type: application/pgp-signature'], body };
  }

  forwarded(): Part {
    this.traits.add('forwarded');
    const body = Buffer.from(
      `From: a@b.example\r\nSubject: ${this.ascii(3)}\r\n\r\n${this.ascii(9)}`,
    );
    this.attachments.push({
      ...{ filename: '', contentType: 'message/rfc822', contentId: '' },
      ...{ disposition: 'attachment', octets: body.toString('latin1') },
    });
    return { fields: ['Content-Type: message/rfc822'], body };
  }
}

function canSay(text: string, charset: Charset): boolean {
  if (charset === 'utf-8') return true;
  try {
    return new TextDecoder(charset).decode(encode(text, charset)) === text;
  } catch {
    return false;
  }
}

function transferred(octets: Buffer, how: string, kind: 'text' | 'binary' = 'text'): Buffer {
  if (how === 'base64') return Buffer.from(base64(octets), 'latin1');
  if (how === 'quoted-printable') return Buffer.from(quotedPrintable(octets, kind), 'latin1');
  return octets;
}

const whole = ({ fields, body }: Part): Buffer =>
  Buffer.concat([Buffer.from(`${fields.join('\r\n')}\r\n\r\n`), body]);
