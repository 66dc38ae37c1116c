// SPDX-License-Identifier: Apache-2.0
// What is said of a message that was moved, and the steps that it leaves open.

import type { Messages } from '../i18n/en.ts';
import type { Folder } from '../protocol.ts';
import type { NoticeStep } from './state.ts';

export interface MovedSteps {
  undo(): void;
  discard(): void;
}

/** `onServer`: its server still has it, and keeps it unless it is told otherwise. */
export function movedNotice(
  folder: Folder,
  onServer: boolean,
  words: Messages,
  { undo, discard }: MovedSteps,
): { text: string; steps: NoticeStep[] } {
  const { notices, actions } = words;
  const back = { label: actions.undo, take: undo };
  switch (folder) {
    case 'inbox':
      return { text: notices.moved, steps: [back] };
    case 'archive':
      return { text: notices.archived, steps: [back] };
    case 'trash':
      return onServer
        ? { text: notices.deleted, steps: [{ label: actions.discard, take: discard }, back] }
        : { text: notices.deletedOnly, steps: [back] };
  }
}
