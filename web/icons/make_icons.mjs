// SPDX-License-Identifier: Apache-2.0
// node web/icons/make_icons.mjs: draws the PNG icons from web/public/icons/icon.svg with Chromium.
// Run it after changing the drawing; the PNGs are committed, so that a build needs no browser.
import { readFile, writeFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';

const folder = new URL('../public/icons/', import.meta.url);
const svg = await readFile(new URL('icon.svg', folder), 'utf8');
/** Launchers cut maskable icons to any shape: paper to the edges, the box inside the safe circle. */
const maskable = svg
  .replace(
    /<rect[^>]*>/,
    '<rect width="512" height="512" fill="#fbfaf8"/><g transform="translate(51 51) scale(.8)">',
  )
  .replace('</svg>', '</g></svg>');

const browser = await chromium.launch({
  executablePath: process.env.PILLARBOX_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless=new', '--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage();
for (const [name, drawing, size] of [
  ['icon-192.png', svg, 192],
  ['icon-512.png', svg, 512],
  ['icon-maskable-512.png', maskable, 512],
]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px}</style>${drawing}`,
  );
  await writeFile(new URL(name, folder), await page.screenshot({ omitBackground: true }));
}
await browser.close();
