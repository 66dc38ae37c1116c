// SPDX-License-Identifier: Apache-2.0
// Lucide's drawings, only those used: the build turns "lucide:NAME" into their shapes.

import { shapes as archive } from 'lucide:archive';
import { shapes as back } from 'lucide:arrow-left';
import { shapes as plus } from 'lucide:circle-plus';
import { shapes as source } from 'lucide:code-xml';
import { shapes as ellipsis } from 'lucide:ellipsis';
import { shapes as file } from 'lucide:file';
import { shapes as folder } from 'lucide:folder';
import { shapes as image } from 'lucide:image';
import { shapes as inbox } from 'lucide:inbox';
import { shapes as lock } from 'lucide:lock';
import { shapes as unlocked } from 'lucide:lock-open';
import { shapes as mail } from 'lucide:mail';
import { shapes as unread } from 'lucide:mail-minus';
import { shapes as paperclip } from 'lucide:paperclip';
import { shapes as print } from 'lucide:printer';
import { shapes as check } from 'lucide:refresh-cw';
import { shapes as search } from 'lucide:search';
import { shapes as settings } from 'lucide:settings';
import { shapes as star } from 'lucide:star';
import { shapes as trash } from 'lucide:trash-2';
import { shapes as warning } from 'lucide:triangle-alert';
import { shapes as offline } from 'lucide:wifi-off';
import { shapes as close } from 'lucide:x';
import { h } from 'preact';

const drawings = {
  archive,
  back,
  check,
  close,
  ellipsis,
  file,
  folder,
  image,
  inbox,
  lock,
  mail,
  offline,
  paperclip,
  plus,
  print,
  search,
  settings,
  source,
  star,
  trash,
  unlocked,
  unread,
  warning,
};

export type IconName = keyof typeof drawings;

/** Always beside words or inside a named control, so hidden from assistive technology. */
export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
  return (
    <svg class={small ? 'icon icon-small' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      {drawings[name].map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}

/** The pillar box: the app's own mark, drawn here and in web/icons. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 16 28" aria-hidden="true">
      <path
        class="mark-red"
        d="M1.8 7C1.8 3 4.4.5 8 .5S14.2 3 14.2 7zM.5 8h15v3H.5zM1.5 12h13v13.5a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2z"
      />
      <path class="mark-slot" d="M4 14.2h8v1.9H4z" />
    </svg>
  );
}
