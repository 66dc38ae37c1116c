// SPDX-License-Identifier: Apache-2.0
// Mail that is easily taken for other mail: list copies, resent mail and namesakes with the
// Message-ID and the Date of a mail before them, and identical copies; with octets that are easily
// harmed on the way. Each says in its Subject what it is.
import { below, type Random } from '../faults/maildrop.ts';

const kLeastOctets = 200;
const kMostOctets = 300_000;

type Kind = 'new' | 'list copy' | 'resent' | 'namesake' | 'without Message-ID' | 'identical';

const kLikeAnother: readonly Kind[] = [
  'list copy',
  'list copy',
  'resent',
  'namesake',
  'without Message-ID',
  'identical',
];

interface Mail {
  number: number;
  id: string;
  date: string;
  body: string;
  octets: Buffer;
}

/** Mail by a seed: every call brings more of it. */
export class AwkwardMail {
  readonly #random: Random;
  readonly #all: Mail[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** Of the last to be like something, most are like what came in an earlier call. */
  next(count: number): Buffer[] {
    const earlier = this.#all.length;
    for (let index = 0; index < count; index++) this.#all.push(this.#one(earlier));
    return this.#all.slice(earlier).map(({ octets }) => octets);
  }

  #one(earlier: number): Mail {
    const from = this.#random() < 0.7 ? earlier : this.#all.length;
    const other = this.#all[from - 1 - below(this.#random, Math.min(from, 80))];
    if (other === undefined || this.#random() < 0.5) return this.#new();
    const kind = kLikeAnother[below(this.#random, kLikeAnother.length)] as Kind;
    return this.#like(other, kind);
  }

  #new(): Mail {
    const number = this.#all.length + 1;
    const seconds = 1_700_000_000 + number * 97;
    const date = new Date(seconds * 1000).toUTCString().replace('GMT', '+0000');
    const ratio = kMostOctets / kLeastOctets;
    const octets = kLeastOctets * ratio ** this.#random();
    const id = `Message-ID: <${number}@awkward.example>\r\n`;
    return compose({ number, id, date, body: body(this.#random, octets - 150) }, 'new', '');
  }

  #like(other: Mail, kind: Kind): Mail {
    const mail = { ...other, number: this.#all.length + 1 };
    switch (kind) {
      case 'identical':
        return mail;
      case 'list copy': {
        const footer = `\r\n${'_'.repeat(47)}\r\nPara mailing list\r\n`;
        const fields = `List-Id: <para.awkward.example>\r\nX-Loop: ${'l'.repeat(180)}\r\n`;
        return compose({ ...mail, body: `${mail.body}${footer}` }, kind, fields);
      }
      case 'resent':
        return compose(mail, kind, 'Resent-From: Ana <ana@awkward.example>\r\n');
      case 'namesake':
      case 'without Message-ID': {
        // Of the same size: only the octets tell.
        const changed = mail.body.replace(/[a-z]/g, (letter) => (letter === 'z' ? 'a' : 'z'));
        const id = kind === 'namesake' ? mail.id : '';
        return compose({ ...mail, id, body: changed }, kind, '');
      }
      case 'new':
        return this.#new();
    }
  }
}

function compose(mail: Omit<Mail, 'octets'>, kind: Kind, fields: string): Mail {
  const subject = `Subject: ${String(mail.number).padStart(4, '0')} ${kind}\r\n`;
  const header = `From: ana@awkward.example\r\nDate: ${mail.date}\r\n${mail.id}${fields}${subject}`;
  return { ...mail, octets: Buffer.from(`${header}\r\n${mail.body}`, 'latin1') };
}

const kPieces = ['.', '..', '\0', '\xff\xfe\x80', '+OK', '-ERR', ' ', 'kata ', '=20', 'caf\xe9 '];

function body(random: Random, octets: number): string {
  let text = `${below(random, 1e9)} `;
  while (text.length < octets) {
    const left = octets - text.length;
    const choice = random();
    // Longer than any buffer on the way, now and then.
    if (choice < 0.05 && left > 9000) text += 'x'.repeat(9000);
    else if (choice < 0.15) text += '\r\n.\r\n..\r\n';
    else if (choice < 0.3) text += '\r\n';
    else text += kPieces[below(random, kPieces.length)];
    // In bulk, what is large is quicker to make.
    if (left > 4000) text += `${below(random, 1e9).toString(36)} ${'kain batik '.repeat(90)}\r\n`;
  }
  // One in five has no line end at its end.
  return random() < 0.2 ? text : `${text}\r\n`;
}
