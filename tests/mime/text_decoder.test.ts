// SPDX-License-Identifier: Apache-2.0
// The core in Chromium beside Chromium's own TextDecoder: every code of every charset that both
// read, and every label. Where they differ, text_decoder_differences.ts must say why.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import config from '../../playwright.config.ts';
import type { Core } from '../../wasm/bindings/pillarbox.d.ts';
import { kCodes } from './legacy_codes.ts';
import { type Difference, kRules } from './text_decoder_differences.ts';
import { kLabels } from './whatwg_labels.ts';

const built = path.resolve(import.meta.dirname, '../../build/wasm');

const kPage = `<!doctype html><title>Test</title><script type="module">
import createCore from '/pillarbox.js';
globalThis.core = await createCore({ locateFile: () => '/pillarbox.wasm' });
</script>`;

let server: Server;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const files: Record<string, [string, string | Buffer]> = {
    '/': ['text/html', kPage],
    '/pillarbox.js': ['text/javascript', await readFile(path.join(built, 'pillarbox.js'))],
    '/pillarbox.wasm': ['application/wasm', await readFile(path.join(built, 'pillarbox.wasm'))],
  };
  server = createServer((request, response) => {
    const [type, content] = files[request.url ?? ''] ?? ['text/plain', ''];
    response.setHeader('Content-Type', type);
    response.end(content);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  browser = await chromium.launch(config.use?.launchOptions);
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => 'core' in globalThis);
  await page.evaluate(() => {
    const octetsOf = (text: string) => Uint8Array.from(text, (octet) => octet.charCodeAt(0));
    Object.assign(globalThis, {
      /** The octets (a character each) as a mail of this charset, and as TextDecoder reads them. */
      read(label: string, octets: string) {
        const head = `Content-Type: text/plain; charset="${label}"\r\n`;
        const body = `Content-Transfer-Encoding: base64\r\n\r\n${btoa(octets)}`;
        const message = core.parseMessage(octetsOf(head + body));
        const { text } = JSON.parse(message.json());
        message.delete();
        let theirs: string | null = null;
        let encoding: string | null = null;
        try {
          const decoder = new TextDecoder(label);
          encoding = decoder.encoding;
          theirs = decoder.decode(octetsOf(octets));
        } catch {}
        return { text, theirs, encoding };
      },
    });
  });
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

declare const core: Core;
declare const read: (
  label: string,
  octets: string,
) => { text: string; theirs: string | null; encoding: string | null };
const readBoth = (label: string, octets: string) =>
  page.evaluate(([label, octets]) => read(label, octets), [label, octets] as const);

const hexadecimal = (octets: Uint8Array) =>
  Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(' ');
const characters = (octets: Iterable<number>) => String.fromCharCode(...octets);

test('every code means what it means to the browser, or the table says why not', async () => {
  const used = new Set<(typeof kRules)[number]>();
  const unexplained: Difference[] = [];
  let compared = 0;
  for (const { label, codes } of kCodes) {
    const octets = codes.map((code) => `${characters(code)}\n`).join('');
    const { text, theirs } = await readBoth(label, octets);
    const ours = text.split('\n');
    const expected = (theirs ?? '').split('\n');
    expect([ours.length, expected.length], label).toEqual([codes.length + 1, codes.length + 1]);
    codes.forEach((code, at) => {
      compared += 1;
      if (ours[at] === expected[at]) return;
      const difference: Difference = {
        label,
        code: hexadecimal(code),
        ours: ours[at] ?? '',
        theirs: expected[at] ?? '',
      };
      const rule = kRules.find(({ fits }) => fits(difference));
      if (rule) used.add(rule);
      else unexplained.push(difference);
    });
  }
  expect(unexplained.length, JSON.stringify(unexplained.slice(0, 40))).toBe(0);
  expect(kRules.filter((rule) => !used.has(rule)).map(({ why }) => why)).toEqual([]);
  expect(compared).toBeGreaterThan(300_000);
});

/** What a label is tried on: text that only its own encoding reads so. */
function sample(encoding: string): string {
  if (encoding === 'utf-8') return '\xd0\x9f\xe2\x82\xac';
  if (encoding === 'utf-16le') return 'a\0\xe5\x65!\0';
  if (encoding === 'utf-16be') return '\0a\x65\xe5\0!';
  if (encoding === 'iso-2022-jp') return 'a\x1b$BF|\x1b(B~';
  const high = Array.from({ length: 128 }, (_, at) => `${characters([0x80 + at])}\n`);
  const pairs = ['\xa4\xa2', '\xc6\xfc', '\x93\xfa', '\x88\xa0', '\x81\x30\x84\x36'];
  return [...high, ...pairs.map((pair) => `${pair}\n`)].join('');
}

/** The octets that each of WHATWG's labels for what a browser refuses to read stands for in mail. */
const kRefused: Record<string, [octets: string, text: string]> = {
  csiso2022kr: ['\x1b$)C\x0eGQ1[\x0f', '한글'],
  'iso-2022-kr': ['\x1b$)C\x0eGQ1[\x0f', '한글'],
  'hz-gb-2312': ['~{VPND~}', '中文'],
  'iso-2022-cn': ['\x1b$)A\x0eVPND\x0f', '中文'],
  replacement: ['caf\xe9', 'café'],
  'iso-2022-cn-ext': ['\x1b$)A\x0eVPND\x0f', '中文'],
};

test('every label of the web means what it means to the browser', async () => {
  let compared = 0;
  for (const [name, labels] of Object.entries(kLabels)) {
    for (const label of labels.split(' ')) {
      const refused = kRefused[label];
      const { text, theirs, encoding } = await readBoth(label, refused?.[0] ?? sample(name));
      compared += 1;
      if (name === 'replacement') {
        expect([encoding, text], label).toEqual([null, refused?.[1]]);
        continue;
      }
      expect(encoding, label).toBe(name);
      if (name === 'x-user-defined') {
        // On the web each octet is U+F700 and more, for scripts. Mail with it says nothing.
        expect(text).toBe((await readBoth('windows-1252', sample(name))).theirs);
      } else {
        expect(text, label).toBe(theirs);
      }
    }
  }
  expect(compared).toBe(228);
});
