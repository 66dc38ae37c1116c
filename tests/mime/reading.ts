// SPDX-License-Identifier: Apache-2.0
// What is compared of a mail: the members of the MIME JSON contract that every reader has in one form
// or another. All readers' answers, and what the generator meant, are brought into this form.

export interface Person {
  name: string;
  address: string;
}

export interface File {
  filename: string;
  contentType: string;
  disposition: 'attachment' | 'inline';
  contentId: string;
  /** A character an octet. */
  octets: string;
}

export interface Reading {
  from: Person[];
  to: Person[];
  cc: Person[];
  subject: string;
  date: string | null;
  messageId: string;
  inReplyTo: string;
  references: string[];
  text: string | null;
  html: string | null;
  attachments: File[];
}

export const kFields = [
  'from',
  'to',
  'cc',
  'subject',
  'date',
  'messageId',
  'inReplyTo',
  'references',
  'text',
  'html',
  'attachments',
] as const satisfies readonly (keyof Reading)[];
