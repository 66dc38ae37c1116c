// SPDX-License-Identifier: Apache-2.0
// A stored message, parsed for reading.

import type { Core } from '../../wasm/bindings/pillarbox.d.ts';
import type { Address, AttachmentInfo, MessageBody } from '../protocol.ts';

/** The parts that the MIME JSON contract and the reader have in common. */
interface ParsedJson {
  from: Address[];
  to: Address[];
  cc: Address[];
  replyTo: Address[];
  subject: string;
  date: string | null;
  messageId: string;
  references: string[];
  text: string | null;
  html: string | null;
  attachments: Omit<AttachmentInfo, 'index'>[];
  defects: string[];
}

/** What a browser decodes as a picture and never runs. SVG is not one of them. */
const kRasterTypes = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
]);

/** Decoded pictures that one mail may hold in memory while it is open. */
const kMostInlineOctets = 64 * 1024 * 1024;

export function readMessage(core: Core, id: number, raw: Uint8Array): MessageBody {
  const parsed = core.parseMessage(raw);
  try {
    const mail = JSON.parse(parsed.json()) as ParsedJson;
    const attachments = mail.attachments.map(
      ({ filename, contentType, disposition, contentId, size }, index) => ({
        index,
        filename,
        contentType,
        disposition,
        contentId,
        size,
      }),
    );
    const inline: MessageBody['inline'] = [];
    let octets = 0;
    for (const { index, contentType, contentId, size } of attachments) {
      if (!kRasterTypes.has(contentType) || !refersTo(mail.html, contentId)) continue;
      octets += size;
      if (octets > kMostInlineOctets) break;
      inline.push({ contentId, contentType, bytes: parsed.attachment(index) });
    }
    const { from, to, cc, replyTo, subject, messageId, references, text, html, defects } = mail;
    const date = mail.date === null ? null : Date.parse(mail.date);
    const head = { id, from, to, cc, replyTo, subject, date, messageId, references };
    return { ...head, text, html, attachments, defects, inline };
  } finally {
    parsed.delete();
  }
}

/** RFC 2392 §2: a cid: URL holds the Content-ID percent-encoded where it must be. */
function refersTo(html: string | null, contentId: string): boolean {
  if (html === null || contentId === '' || !/cid:/iu.test(html)) return false;
  return html.includes(contentId) || html.includes(encodeURIComponent(contentId));
}
