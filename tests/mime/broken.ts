// SPDX-License-Identifier: Apache-2.0
// Ways in which mail is broken, one for each mail that is to be: what is changed in its octets, and
// what a reader ought to make of it all the same.
import type { Draft, Mail } from './generate.ts';

/** Changes the draft and answers true, or false where the fault has nothing to hold on to. */
type Fault = (draft: Draft) => boolean;

const latin = (draft: Draft) => draft.raw.toString('latin1');
const put = (draft: Draft, text: string) => {
  draft.raw = Buffer.from(text, 'latin1');
  return true;
};
/** Replaces the first match, and says whether there was one. */
const replaced = (draft: Draft, what: RegExp, by: string) => {
  const text = latin(draft);
  return what.test(text) && put(draft, text.replace(what, by));
};

const kFaults: Record<string, Fault> = {
  'no closing boundary': (draft) => replaced(draft, /\r\n--=_b1--\r\n$/, ''),
  // Not where a part that stands as it is would be changed by it.
  'bare LF': (draft) =>
    !draft.traits.has('forwarded') &&
    !draft.traits.has('signed') &&
    put(draft, latin(draft).replaceAll('\r\n', '\n')),
  'white space behind a boundary': (draft) =>
    replaced(draft, /\r\n--=_b1\r\n/, '\r\n--=_b1 \t\r\n'),
  'no Date': (draft) => {
    draft.meant.date = null;
    return replaced(draft, /^Date:.*\r\n/m, '');
  },
  'a date that says nothing': (draft) => {
    draft.meant.date = null;
    return replaced(draft, /^Date:.*\r\n/m, 'Date: yesterday\r\n');
  },
  // RFC 5322 §3.6 allows one: the first is what other programs show.
  'two subjects': (draft) =>
    replaced(draft, /^MIME-Version/m, 'Subject: the second\r\nMIME-Version'),
  'a second From': (draft) => {
    draft.meant.from.push({ name: '', address: 'second@a.example' });
    return replaced(draft, /^MIME-Version/m, 'From: second@a.example\r\nMIME-Version');
  },
  // RFC 2045 §6.8: "All line breaks or other characters not found in Table 1 must be ignored".
  'strangers in base64': (draft) =>
    replaced(
      draft,
      /(base64\r\n(?:Content-ID.*\r\n)?\r\n[A-Za-z0-9+/]{5})([A-Za-z0-9+/]{5})/,
      '$1 !\r\n$2',
    ),
  // RFC 2045 §6.7 says upper case, and that a robust implementation takes lower.
  'lower case in quoted-printable': (draft) => {
    const text = latin(draft);
    const lower = text.replace(
      /(quoted-printable\r\n(?:Content-ID.*\r\n)?\r\n)((?:(?!\r\n--)[\s\S])*)/g,
      (_, head, body) =>
        head + body.replaceAll(/=[0-9A-F]{2}/g, (each: string) => each.toLowerCase()),
    );
    return lower !== text && put(draft, lower);
  },
  'unknown charset of UTF-8': (draft) =>
    draft.traits.has('text in utf-8') &&
    replaced(draft, /charset="?utf-8"?/, 'charset=x-unknown-charset'),
  'no charset for UTF-8': (draft) =>
    draft.traits.has('text in utf-8') && replaced(draft, /; charset="?utf-8"?/, ''),
  'us-ascii for windows-1252': (draft) =>
    draft.traits.has('text in windows-1252') &&
    replaced(draft, /charset="?windows-1252"?/, 'charset=us-ascii'),
  // RFC 2045 §6.7 (2): "to include the '=' character and the following character in the decoded data".
  'no escape in quoted-printable': (draft) => {
    const text = latin(draft);
    const found =
      /text\/(plain|html).*\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n/.exec(text);
    if (found === null) return false;
    const kind = found[1] === 'plain' ? 'text' : 'html';
    draft.meant[kind] = `=ZZ${draft.meant[kind]}`;
    const body = found.index + found[0].length;
    return put(draft, `${text.slice(0, body)}=ZZ${text.slice(body)}`);
  },
  // Cut off inside the last file: what is there is decoded, up to the last whole octet.
  'cut short in base64': (draft) => {
    const text = latin(draft);
    const last = draft.meant.attachments.at(-1);
    const found =
      /base64\r\n(?:Content-ID.*\r\n)?\r\n([A-Za-z0-9+/=\r\n]{30,}?)(?:\r\n--=_b1+--\r\n)+$/.exec(
        text,
      );
    if (found === null || last === undefined) return false;
    const kept = (found[1] ?? '').slice(0, -9).trimEnd();
    const whole = Buffer.from(found[1] ?? '', 'base64').toString('latin1');
    if (last.octets !== whole) return false;
    last.octets = Buffer.from(kept, 'base64').toString('latin1');
    return put(draft, text.slice(0, text.lastIndexOf(found[1] ?? '')) + kept);
  },
  'a line without a colon': (draft) =>
    replaced(draft, /^(MIME-Version.*\r\n)/m, '$1rubbish without one\r\n'),
  // A NUL ends strings in many programs, and no text has one.
  'a NUL': (draft) =>
    replaced(
      draft,
      /(charset="?us-ascii"?\r\n(?:Content-Transfer-Encoding: 7bit\r\n)?\r\n.)/,
      '$1\0',
    ),
  // RFC 5322 §4.2: a line of a folded field that is white space only.
  'an empty fold': (draft) => replaced(draft, /^(To: .*?\r\n)/m, '$1 \t\r\n'),
  'spaces in an encoded word': (draft) => {
    const text = latin(draft);
    if (!/^Subject: \S*=\?.*\?Q\?.*_/m.test(text)) return false;
    return put(
      draft,
      text.replace(/^Subject: (?:.*\r\n )*.*\r\n/m, (field) =>
        field.replaceAll(/\?Q\?.*?\?=/g, (word) => word.replaceAll('_', ' ')),
      ),
    );
  },
  'an unknown transfer encoding': (draft) =>
    replaced(draft, /Content-Transfer-Encoding: (?:7|8)bit/, 'Content-Transfer-Encoding: 7-bits'),
};

export function breakMail(draft: Draft): Mail {
  // Those that need a certain form first, or they would hardly ever come.
  const rare = (name: string) => Number(/UTF-8|1252|word|NUL/.test(name));
  const names = draft.random
    .some(Object.keys(kFaults), Object.keys(kFaults).length)
    .sort((a, b) => rare(b) - rare(a));
  for (const name of names) {
    if (!kFaults[name]?.(draft)) continue;
    draft.traits.add(name);
    draft.traits.add('broken');
    break;
  }
  return draft;
}
