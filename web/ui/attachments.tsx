// SPDX-License-Identifier: Apache-2.0

import { messages } from '../i18n/language.ts';
import type { AttachmentInfo } from '../protocol.ts';
import { saveAttachment } from './actions.ts';
import { octets } from './format.ts';
import { Icon } from './icons.tsx';
import { endingOf, safeFileName } from './safe_file_name.ts';

export function Attachments({ id, attachments }: { id: number; attachments: AttachmentInfo[] }) {
  const words = messages.value;
  if (attachments.length === 0) return null;
  return (
    <ul class="attachments" aria-label={words.reader.attachments}>
      {attachments.map(({ index, filename, contentType, size }) => {
        const name = safeFileName(filename);
        const ending = endingOf(name);
        return (
          <li key={index}>
            <button type="button" class="attachment" onClick={() => void saveAttachment(id, index)}>
              <span class="unseen">{words.actions.saveAttachment(name)}</span>
              <Icon name={contentType.startsWith('image/') ? 'image' : 'file'} />
              <span class="attachment-name" dir="auto" aria-hidden="true">
                <span class="attachment-stem">{name.slice(0, name.length - ending.length)}</span>
                {ending}
              </span>
              <span class="attachment-size" aria-hidden="true">
                {octets(size, words)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
