// SPDX-License-Identifier: Apache-2.0
// The app's own way of showing HTML, without the app around it, for safe_html.spec.ts to call.

import { pictureUrls } from '../../../web/ui/inline_pictures.ts';
import {
  type Blocked,
  htmlToText,
  kFrameFile,
  kSandbox,
  type RemotePictures,
  showHtml,
} from '../../../web/ui/safe_html.ts';
import '../../../web/ui/trusted_types.ts';

export interface Inline {
  contentId: string;
  contentType: string;
  bytes: number[];
}

export interface Page {
  show(html: string, remote: RemotePictures, inline: Inline[]): Promise<Blocked>;
  toText(html: string): string;
}

function load(remote: RemotePictures): Promise<HTMLIFrameElement> {
  document.querySelector('iframe')?.remove();
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', kSandbox);
  frame.width = '800';
  frame.height = '600';
  frame.src = kFrameFile[remote];
  return new Promise((resolve) => {
    frame.addEventListener('load', () => resolve(frame));
    document.body.append(frame);
  });
}

const page: Page = {
  async show(html, remote, inline) {
    const frame = await load(remote);
    const urls = pictureUrls(
      inline.map(({ bytes, ...rest }) => ({ ...rest, bytes: new Uint8Array(bytes) })),
    );
    const blocked = showHtml(frame, html, urls, remote);
    // Drawn, and what hangs on time or on being drawn has had its moment.
    for (let turn = 0; turn < 3; turn += 1) await new Promise(requestAnimationFrame);
    return blocked;
  },
  toText: htmlToText,
};

Object.assign(window, { mail: page });
