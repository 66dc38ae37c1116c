// SPDX-License-Identifier: Apache-2.0
// The readers that are compared, each brought into the form of reading.ts: ours, postal-mime and
// CPython's email.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import PostalMime, { type Address } from 'postal-mime';
import type { Core } from '../../wasm/bindings/pillarbox.d.ts';
import { kFields, type Person, type Reading } from './reading.ts';

const latin1 = (octets: Uint8Array) => Buffer.from(octets).toString('latin1');

export function ours(core: Core, raw: Uint8Array): Reading {
  const message = core.parseMessage(raw);
  try {
    const parsed = JSON.parse(message.json());
    const attachments = parsed.attachments.map(
      ({ size, ...file }: { size: number }, index: number) => {
        const octets = message.attachment(index);
        if (octets.length !== size) throw new Error(`${size} octets became ${octets.length}`);
        return { ...file, octets: latin1(octets) };
      },
    );
    const picked = Object.fromEntries(kFields.map((field) => [field, parsed[field]]));
    return { ...picked, attachments } as Reading;
  } finally {
    message.delete();
  }
}

export async function postalMime(raw: Uint8Array): Promise<Reading> {
  const mail = await PostalMime.parse(raw);
  const people = (all: (Address | undefined)[] = []): Person[] =>
    all.flatMap((each) => {
      if (each === undefined) return [];
      return each.group ?? [{ name: each.name, address: each.address }];
    });
  const id = (value = '') => value.replace(/^<|>$/g, '');
  const date = new Date(mail.date ?? '');
  return {
    from: people([mail.from]),
    to: people(mail.to),
    cc: people(mail.cc),
    subject: mail.subject ?? '',
    date: Number.isNaN(date.getTime()) ? null : date.toISOString().replace('.000Z', 'Z'),
    messageId: id(mail.messageId),
    inReplyTo: id(mail.inReplyTo),
    references: (mail.references ?? '').split(/\s+/).filter(Boolean).map(id),
    text: mail.text ?? null,
    html: mail.html ?? null,
    attachments: mail.attachments.map((file) => ({
      filename: file.filename ?? '',
      contentType: file.mimeType,
      disposition: file.disposition === 'inline' ? 'inline' : 'attachment',
      contentId: id(file.contentId),
      octets: latin1(new Uint8Array(file.content as ArrayBuffer)),
    })),
  };
}

/** All of them in one process. */
export async function pythonEmail(mails: Uint8Array[]): Promise<Reading[]> {
  const python = spawn('python3', [path.join(import.meta.dirname, 'read_mail.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for (const raw of mails) {
    python.stdin.write(`${raw.length}\n`);
    python.stdin.write(raw);
  }
  python.stdin.end();
  const answers: Reading[] = [];
  for await (const line of createInterface({ input: python.stdout })) {
    answers.push(JSON.parse(line));
  }
  return answers;
}
