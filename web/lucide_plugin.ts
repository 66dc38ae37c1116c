// SPDX-License-Identifier: Apache-2.0
// Lets components import "lucide:NAME": the shapes of one icon of lucide-static as data, so that
// only used icons reach the bundle and none of them is parsed from a string in the browser.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const kPrefix = 'lucide:';
const require = createRequire(import.meta.url);

export function lucide(): Plugin {
  return {
    name: 'pillarbox-lucide',
    resolveId(source) {
      return source.startsWith(kPrefix) ? `\0${source}` : null;
    },
    async load(id) {
      if (!id.startsWith(`\0${kPrefix}`)) return null;
      const icon = id.slice(kPrefix.length + 1);
      const svg = await readFile(require.resolve(`lucide-static/icons/${icon}.svg`), 'utf8');
      return `export const shapes = ${JSON.stringify(shapesOf(svg))};`;
    },
  };
}

/** Lucide's files are flat: one svg element, shapes without children inside. */
function shapesOf(svg: string): [string, Record<string, string>][] {
  const inside = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1);
  return [...inside.matchAll(/<([a-z]+)((?:\s+[\w-]+="[^"]*")*)\s*\/>/gu)].map((shape) => [
    shape[1] ?? '',
    Object.fromEntries(
      [...(shape[2] ?? '').matchAll(/([\w-]+)="([^"]*)"/gu)].map((pair) => [pair[1], pair[2]]),
    ),
  ]);
}
