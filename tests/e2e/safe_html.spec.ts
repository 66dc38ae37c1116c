// SPDX-License-Identifier: Apache-2.0
// Hostile mail in the real frame, through the real sanitiser, under the app's real policy: nothing
// may run, nothing may load with pictures off, only pictures with pictures on, and harmless mail
// keeps its looks. What was loaded is what a server was asked for, not what a browser reports.

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { build } from 'vite';
import { covers, type Hostile, loads, scripts } from './safe_html/hostile.ts';
import type { Inline, Page as MailPage } from './safe_html/page.ts';

const root = path.join(import.meta.dirname, '..', '..');
const built = path.join(root, 'build', 'e2e', 'safe_html');

declare global {
  interface Window {
    mail: MailPage;
    ran?: number;
  }
}

const kPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

let site: Server;
let evil: Server;
let siteUrl = '';
let evilHost = '';
/** Paths that the evil server was asked for. */
let asked: string[] = [];
/** Called with each path as it arrives. */
let onAsked: (url: string) => void = () => {};

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.beforeAll(async () => {
  const policy = /<meta\s+http-equiv="Content-Security-Policy"[^>]*>/u.exec(
    readFileSync(path.join(root, 'web', 'index.html'), 'utf8'),
  )?.[0];
  if (policy === undefined) throw new Error('web/index.html has no policy');
  await build({
    configFile: false,
    logLevel: 'warn',
    root: path.join(import.meta.dirname, 'safe_html'),
    base: './',
    publicDir: path.join(root, 'web', 'public'),
    build: { outDir: built, emptyOutDir: true, modulePreload: { polyfill: false } },
    plugins: [
      {
        name: 'the-apps-policy',
        transformIndexHtml: (html) => html.replace('<meta charset="utf-8" />', (it) => it + policy),
      },
    ],
  });
  site = createServer(async (request, response) => {
    const name = new URL(request.url ?? '/', 'http://site').pathname;
    const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
    try {
      const body = await readFile(path.join(built, name === '/' ? 'index.html' : name));
      response.setHeader('content-type', types[path.extname(name) || '.html'] ?? 'image/png');
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  evil = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'image/png');
    response.setHeader('access-control-allow-origin', '*');
    response.end(kPng);
    onAsked(request.url ?? '');
  });
  siteUrl = `http://${await listen(site)}/`;
  evilHost = await listen(evil);
});

test.afterAll(() => {
  for (const server of [site, evil]) {
    server.closeAllConnections();
    server.close();
  }
});

test.beforeEach(async ({ page }) => {
  asked = [];
  page.on('dialog', (dialog) => {
    throw new Error(`a dialog opened: ${dialog.message()}`);
  });
  await page.goto(siteUrl);
  await page.waitForFunction(() => 'mail' in window);
});

function show(page: Page, html: string, remote: 'blocked' | 'shown', inline: Inline[] = []) {
  return page.evaluate(([body, pictures, own]) => window.mail.show(body, pictures, own), [
    html.replaceAll('EVIL', evilHost),
    remote,
    inline,
  ] as const);
}

/** Everything asked for before this has arrived: a picture of our own comes last. */
async function settle(page: Page, name: string): Promise<void> {
  const arrived = new Promise<void>((resolve) => {
    onAsked = (url) => {
      if (url === `/sentinel-${name}`) resolve();
    };
  });
  await show(page, `<img src="http://EVIL/sentinel-${name}">`, 'shown');
  await arrived;
  asked = asked.filter((url) => !url.startsWith('/sentinel-'));
}

/** What stands in the frame that has no business there. */
function leftovers(page: Page, remote: 'blocked' | 'shown'): Promise<string[]> {
  return page.evaluate((pictures) => {
    const frame = document.querySelector('iframe')?.contentDocument;
    const found: string[] = [];
    const kBad =
      'script,svg,math,iframe,frame,object,embed,applet,form,input,button,select,textarea,base,meta,link,marquee,template,video,audio,source,noscript,dialog';
    const body = frame?.body;
    if (!body) return ['no body'];
    for (const element of [body, ...body.querySelectorAll('*')]) {
      if (element.matches(kBad)) found.push(element.outerHTML);
      for (const { name, value } of element.attributes) {
        if (
          /^on|^(?:srcset|ping|action|formaction|poster|data|is|popover|autofocus)$/iu.test(name)
        ) {
          found.push(`${name}=${value}`);
        }
        if (name === 'href' && !/^(?:https?|mailto|tel):/u.test(value)) found.push(`href=${value}`);
        if (name === 'src' && !/^(?:blob:|data:image\/)/u.test(value) && pictures === 'blocked') {
          found.push(`src=${value}`);
        }
        const css = name === 'style';
        if (css && /url|@import|image-set|expression/iu.test(value) && pictures === 'blocked') {
          found.push(`${name}=${value}`);
        }
      }
      const sheet = element.localName === 'style' ? (element.textContent ?? '') : '';
      if (/@import|<\//iu.test(sheet) || (/url\(/iu.test(sheet) && pictures === 'blocked')) {
        found.push(element.textContent ?? '');
      }
      if (element.hasAttribute('href')) {
        if (element.getAttribute('rel') !== 'noopener noreferrer') found.push('no rel');
        if (element.getAttribute('target') !== '_blank') found.push('no target');
      }
    }
    return found;
  }, remote);
}

async function tryAll(page: Page, bodies: Hostile[], remote: 'blocked' | 'shown') {
  for (const { name, html } of bodies) {
    await show(page, html, remote);
    expect.soft(await leftovers(page, remote), name).toEqual([]);
    // Handlers that wait for a hand.
    await page.mouse.move(60, 60);
    await page.mouse.move(120, 90);
    expect.soft(await page.evaluate(() => window.ran), name).toBeUndefined();
    expect.soft(page.url(), name).toBe(siteUrl);
  }
}

const all = [...scripts, ...loads, ...covers];

test(`none of ${all.length} hostile bodies runs or loads with pictures off`, async ({ page }) => {
  await tryAll(page, all, 'blocked');
  await settle(page, 'off');
  expect(asked).toEqual([]);
});

test('with pictures on, only pictures load, and nothing runs', async ({ page }) => {
  await tryAll(page, all, 'shown');
  await settle(page, 'on');
  const kinds = asked.map((url) => url.replace(/\?.*/u, ''));
  expect(kinds).toContain('/img.png');
  expect(kinds.filter((url) => !/\.png$|^\/data:image/u.test(url))).toEqual([]);
});

test('the frame’s own policy stops what a sanitiser might miss', async ({ page }) => {
  // Past the sanitiser, straight into the frame: the second wall alone.
  for (const { html } of all) {
    await show(page, '<p>x</p>', 'blocked');
    await page.evaluate(
      (body) => {
        const sheet = document.querySelector('iframe')?.contentDocument;
        const view = sheet?.defaultView as (Window & typeof globalThis) | null | undefined;
        if (!sheet || !view) throw new Error('no frame');
        const dirty = new view.DOMParser().parseFromString(body, 'text/html');
        sheet.body.replaceChildren(...dirty.body.childNodes);
      },
      html.replaceAll('EVIL', evilHost),
    );
  }
  expect(await page.evaluate(() => window.ran)).toBeUndefined();
  await settle(page, 'wall');
  // Frames of the frame fall under default-src, links and refreshes too.
  expect(asked).toEqual([]);
});

test('harmless mail keeps its looks', async ({ page }) => {
  const inline = [{ contentId: 'logo@x', contentType: 'image/png', bytes: [...kPng] }];
  const blocked = await show(
    page,
    `<html><head><style>.h{color:rgb(1,2,3);background:url(http://EVIL/bg.png) rgb(9,9,9)}
      @media (min-width:10px){.m{font-weight:700}}</style></head>
      <body bgcolor="#f6efe4" style="margin:3px"><p class="h" id="h">Head</p><p class="m" id="m">m</p>
      <p id="s" style="color:rgb(4,5,6);background:url(http://EVIL/s.png)">styled</p>
      <img id="cid" src="cid:logo%40x"><img src="cid:missing"><img src="http://EVIL/a.png" alt="A">
      <img src="https://EVIL/t.gif" width=1 height=1>
      <a href="https://shop.example/x?a=1&amp;b=2">shop</a></body></html>`,
    'blocked',
    inline,
  );
  const seen = await page.evaluate(() => {
    const sheet = document.querySelector('iframe')?.contentDocument;
    const view = sheet?.defaultView;
    const element = (id: string) => sheet?.getElementById(id) as HTMLElement;
    const style = (id: string) => view?.getComputedStyle(element(id));
    return {
      head: style('h')?.color,
      headBackground: style('h')?.backgroundColor,
      media: style('m')?.fontWeight,
      inline: style('s')?.color,
      body: sheet && view?.getComputedStyle(sheet.body).backgroundColor,
      margin: sheet && view?.getComputedStyle(sheet.body).marginLeft,
      picture: (element('cid') as HTMLImageElement).naturalWidth,
      link: sheet?.querySelector('a')?.href,
      text: sheet?.body.textContent,
    };
  });
  expect(seen).toMatchObject({
    head: 'rgb(1, 2, 3)',
    media: '700',
    inline: 'rgb(4, 5, 6)',
    body: 'rgb(246, 239, 228)',
    margin: '3px',
    picture: 1,
    link: 'https://shop.example/x?a=1&b=2',
  });
  expect(seen.text).toContain('styled');
  expect(blocked).toEqual({ pictures: 3, trackers: 1 });
  await settle(page, 'looks');
  expect(asked).toEqual([]);
});

test('an inline picture that is no picture gets no address', async ({ page }) => {
  const html = [...Buffer.from('<script>parent.ran=1</script>')];
  for (const contentType of ['text/html', 'image/svg+xml', 'application/pdf', 'text/xml']) {
    await show(page, '<img src="cid:x"><a href="cid:x">open</a>', 'blocked', [
      { contentId: 'x', contentType, bytes: html },
    ]);
    const kept = await page.evaluate(
      () => document.querySelector('iframe')?.contentDocument?.body.innerHTML,
    );
    expect(kept, contentType).not.toMatch(/blob:|cid:/u);
  }
});

test('a mail’s own blob: and data: addresses are not taken over', async ({ page }) => {
  await show(
    page,
    `<img src="blob:${siteUrl}x"><img src="data:image/svg+xml,<svg/>"><img src="data:text/html,x">`,
    'shown',
  );
  expect(
    await page.evaluate(
      () => document.querySelector('iframe')?.contentDocument?.querySelectorAll('[src]').length,
    ),
  ).toBe(0);
});

test.describe('mail made to break the browser', () => {
  const kBombs: [string, string][] = [
    ['400 nested marquees', `${'<marquee>'.repeat(400)}deep`],
    ['20,000 nested divs', `${'<div>'.repeat(20_000)}deep`],
    ['3,000 nested tables', `${'<table><tr><td>'.repeat(3000)}deep`],
    ['5,000 nested blockquotes', `${'<blockquote style="float:left">'.repeat(5000)}deep`],
    ['20,000 formatting tags', `${'<b><i><u>'.repeat(7000)}deep`],
    ['a million brackets', `${'<'.repeat(1_000_000)} deep`],
    ['a style of a megabyte', `<style>${'a{b:url('.repeat(120_000)}</style>deep`],
    [
      '50,000 attributes',
      `<p ${Array.from({ length: 50_000 }, (_, n) => `a${n}=x`).join(' ')}>deep`,
    ],
  ];
  for (const [name, html] of kBombs) {
    test(name, async ({ page }) => {
      await show(page, html, 'blocked');
      expect(
        await page.evaluate(() =>
          document.querySelector('iframe')?.contentDocument?.body.textContent?.includes('deep'),
        ),
      ).toBe(true);
    });
  }
});

test('HTML as text keeps words and lines, and drops the rest', async ({ page }) => {
  const text = await page.evaluate(() =>
    window.mail.toText(
      '<style>p{color:red}</style><p>One &amp; <b>two</b></p><p>three<br>four</p><script>five</script><table><tr><td>a</td><td>b</td></tr></table>',
    ),
  );
  expect(text).toBe('One & two\nthree\nfour\n\na b');
});
