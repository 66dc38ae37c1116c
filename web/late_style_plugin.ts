// SPDX-License-Identifier: Apache-2.0
// Puts the app's style sheet behind what index.html shows by itself: a browser paints nothing below a
// sheet that has not come, and what is said of a start that takes long must not wait for it. The
// app's own code still does.

import type { Plugin } from 'vite';

const kSheet = /\s*<link rel="stylesheet"[^>]*href="\.\/assets\/[^>]*>/gu;

export function lateStyle(): Plugin {
  return {
    name: 'pillarbox-late-style',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const sheets = html.match(kSheet) ?? [];
        return html.replace(kSheet, '').replace('</body>', `${sheets.join('')}\n  </body>`);
      },
    },
  };
}
