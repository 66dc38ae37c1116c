// SPDX-License-Identifier: Apache-2.0
// Plain text read as people write it: paragraphs, quotes, links. The outcome is data from which
// DOM nodes are made one by one; no string of HTML exists on the way.

export type Piece = { text: string } | { text: string; href: string };

export interface Block {
  /** How many ">" stand before its lines. */
  depth: number;
  lines: number;
  text: string;
}

/** Consecutive lines of the same depth as blocks, marks taken off. */
export function blocks(text: string): Block[] {
  const found: Block[] = [];
  let depth = -1;
  let lines: string[] = [];
  const close = () => {
    if (depth >= 0) found.push({ depth, lines: lines.length, text: lines.join('\n') });
  };
  for (const line of text.replace(/\r\n?/gu, '\n').split('\n')) {
    const [here, rest] = unquote(line);
    if (here !== depth) {
      close();
      depth = here;
      lines = [];
    }
    lines.push(rest);
  }
  close();
  // Blank lines around a quote only keep it apart; spacing does that.
  return found
    .map((block) => ({ ...block, text: block.text.trimEnd().replace(/^\n+/u, '') }))
    .filter((block) => block.text !== '');
}

/** What is shown together: a run of unquoted text, or a whole quote with its inner quotes. */
export interface Passage {
  quoted: boolean;
  lines: number;
  blocks: Block[];
}

export function passages(text: string): Passage[] {
  const found: Passage[] = [];
  for (const block of blocks(text)) {
    const last = found[found.length - 1];
    if (block.depth > 0 && last?.quoted) {
      last.blocks.push(block);
      last.lines += block.lines;
    } else {
      found.push({ quoted: block.depth > 0, lines: block.lines, blocks: [block] });
    }
  }
  return found;
}

function unquote(line: string): [number, string] {
  let depth = 0;
  let at = 0;
  // mbox writers put ">From"; one mark directly before "From " is theirs, not a quote.
  if (line.startsWith('>From ')) return [0, line.slice(1)];
  while (line[at] === '>') {
    depth += 1;
    at += 1;
    if (line[at] === ' ' && line[at + 1] === '>') at += 1;
  }
  if (depth > 0 && line[at] === ' ') at += 1;
  return [depth, line.slice(at)];
}

/** Columns made with spaces: they stand under each other only in a font of one width. */
export function isTable(paragraph: string): boolean {
  let columns = 0;
  for (const line of paragraph.split('\n')) {
    if (/\S {3,80}\S/u.test(line)) columns += 1;
    if (columns > 1) return true;
  }
  return false;
}

// Bounded repetitions only, so that no mail can make matching slow.
const kLink =
  /\b(?:https?:\/\/|www\.)[^\s<>"“”«»]{1,2048}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/giu;

/** Text cut into what is a link and what is not. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(kLink)) {
    const shown = trimEnd(match[0]);
    const href = target(shown);
    if (href === null) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ text: shown, href });
    from = match.index + shown.length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}

/** Full stops and closing brackets after an address belong to the sentence around it. */
function trimEnd(link: string): string {
  let end = link.length;
  for (;;) {
    const last = link[end - 1] ?? '';
    if (/[.,;:!?'’*_|]/u.test(last)) end -= 1;
    else if (last === ')' && opensFewer(link.slice(0, end), '(', ')')) end -= 1;
    else if (last === ']' && opensFewer(link.slice(0, end), '[', ']')) end -= 1;
    else return link.slice(0, end);
  }
}

function opensFewer(text: string, opening: string, closing: string): boolean {
  return text.split(opening).length < text.split(closing).length;
}

function target(shown: string): string | null {
  const href = /^https?:/iu.test(shown)
    ? shown
    : /^www\./iu.test(shown)
      ? `https://${shown}`
      : `mailto:${shown}`;
  try {
    const url = new URL(href);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
