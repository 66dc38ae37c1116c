// SPDX-License-Identifier: Apache-2.0
// The only place where the HTML of a mail exists. DOMPurify, working in the frame's own window, is
// the last step: every decision of ours is taken in its hooks while it walks the tree, what it
// returns goes into the frame as nodes, and nothing edits them or makes a string of them again.
// The frame's policy (public/message*.html) blocks scripts and remote content a second time.

import createDOMPurify, { type Config, type DOMPurify, type WindowLike } from 'dompurify';
import { type CssFinding, cleanDeclarations, cleanStyleSheet } from './safe_css.ts';

export type RemotePictures = 'blocked' | 'shown';

export interface Blocked {
  pictures: number;
  /** Pictures too small to be seen: they only tell the sender that the mail was opened. */
  trackers: number;
}

/** Never allow-scripts. Same origin, so that we can fill it and the service worker can serve it. */
export const kSandbox = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox';

/** The files in web/public, each with its own policy. */
export const kFrameFile: Record<RemotePictures, string> = {
  blocked: './message.html',
  shown: './message-images.html',
};

/** Longer than this is shown as text: sanitising happens on the thread that draws. */
export const kMostHtml = 2_000_000;

/** Deeper than any newsletter; layout engines slow down or fall over on thousands. */
const kDeepest = 200;

const kTags = [
  ...['a', 'abbr', 'acronym', 'address', 'area', 'article', 'aside', 'b', 'bdi', 'bdo', 'big'],
  ...['blockquote', 'body', 'br', 'caption', 'center', 'cite', 'code', 'col', 'colgroup', 'dd'],
  ...['del', 'details', 'dfn', 'dir', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure', 'font'],
  ...['footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'i', 'img', 'ins', 'kbd'],
  ...['li', 'main', 'map', 'mark', 'nav', 'nobr', 'ol', 'p', 'pre', 'q', 'rp', 'rt', 'ruby', 's'],
  ...['samp', 'section', 'small', 'span', 'strike', 'strong', 'style', 'sub', 'summary', 'sup'],
  ...['table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'time', 'tr', 'tt', 'u', 'ul', 'var', 'wbr'],
  '#text',
];

const kAttributes = [
  ...['abbr', 'align', 'alt', 'background', 'bgcolor', 'border', 'cellpadding', 'cellspacing'],
  ...['class', 'clear', 'color', 'cols', 'colspan', 'coords', 'datetime', 'dir', 'face', 'height'],
  ...['href', 'hspace', 'id', 'lang', 'link', 'media', 'name', 'noshade', 'nowrap', 'open'],
  ...['reversed', 'rows', 'rowspan', 'scope', 'shape', 'size', 'span', 'src', 'start', 'style'],
  ...['summary', 'text', 'title', 'type', 'usemap', 'valign', 'value', 'vlink', 'vspace', 'width'],
];

const kConfig = {
  ALLOWED_TAGS: kTags,
  ALLOWED_ATTR: kAttributes,
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tel|blob):|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i,
  // Keeps the style sheets that stand in a mail's head.
  FORCE_BODY: true,
  RETURN_DOM: true,
} as const satisfies Config;

/**
 * Sanitises `html` and makes it the body of the frame, which must have loaded one of the two
 * message files. `inline` maps content ids to blob: URLs of raster pictures that we made.
 */
export function showHtml(
  frame: HTMLIFrameElement,
  html: string,
  inline: ReadonlyMap<string, string>,
  remote: RemotePictures,
): Blocked {
  const target = frame.contentWindow;
  const sheet = frame.contentDocument;
  if (target === null || sheet === null) throw new Error('the message frame has not loaded');
  const blocked: Blocked = { pictures: 0, trackers: 0 };
  // A frame's window has the DOM classes that WindowLike names; its declared type does not say so.
  const purify = createDOMPurify(target as unknown as WindowLike);
  if (!purify.isSupported) throw new Error('this browser cannot sanitise HTML');
  decideElements(purify, remote, blocked);
  decideAttributes(purify, inline, remote, blocked);
  const body = purify.sanitize(html, kConfig);
  sheet.documentElement.replaceChild(body, sheet.body);
  return blocked;
}

/** The words of a mail's HTML, for when it must not be shown as HTML. */
export function htmlToText(html: string): string {
  const purify = createDOMPurify(window);
  const fragment = purify.sanitize(html.slice(0, kMostHtml), {
    ALLOWED_TAGS: kTags.filter((tag) => tag !== 'style'),
    ALLOWED_ATTR: [],
    RETURN_DOM_FRAGMENT: true,
  });
  const kBlocks =
    /^(?:address|article|blockquote|br|center|dd|div|dt|h[1-6]|hr|li|p|pre|table|tr|ul|ol)$/i;
  const parts: string[] = [];
  const walker = document.createTreeWalker(
    fragment,
    NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
  );
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) parts.push((node.nodeValue ?? '').replace(/\s+/gu, ' '));
    else if (kBlocks.test(node.nodeName)) parts.push('\n');
    else if (/^t[dh]$/i.test(node.nodeName)) parts.push(' ');
  }
  return parts
    .join('')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}

function decideElements(purify: DOMPurify, remote: RemotePictures, blocked: Blocked): void {
  const depths = new WeakMap<Node, number>();
  purify.addHook('uponSanitizeElement', (node, data) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const parent = node.parentNode;
    const depth = (parent === null ? 0 : (depths.get(parent) ?? 0)) + 1;
    depths.set(node, depth);
    // What is nested too deep keeps its words and loses its tags.
    if (depth === kDeepest) {
      const words = node.textContent ?? '';
      node.textContent = words;
    }
    if (data.tagName === 'style') {
      node.textContent = cleanStyleSheet(node.textContent ?? '', remote, count(blocked));
    }
  });
}

function decideAttributes(
  purify: DOMPurify,
  inline: ReadonlyMap<string, string>,
  remote: RemotePictures,
  blocked: Blocked,
): void {
  purify.addHook('uponSanitizeAttribute', (element, data) => {
    const tag = element.nodeName.toLowerCase();
    switch (data.attrName) {
      case 'style':
        data.attrValue = cleanDeclarations(data.attrValue, remote, count(blocked));
        break;
      case 'href': {
        const link = tag === 'a' || tag === 'area' ? safeLink(data.attrValue) : null;
        if (link === null) data.keepAttr = false;
        else data.attrValue = link;
        break;
      }
      case 'src':
      case 'background': {
        const picture = data.attrName === 'background' || tag === 'img';
        const source = picture ? safePicture(data.attrValue, inline) : null;
        if (source === null) {
          data.keepAttr = false;
        } else if (source.remote && remote === 'blocked') {
          data.keepAttr = false;
          if (tag === 'img' && isTracker(element)) blocked.trackers += 1;
          else blocked.pictures += 1;
        } else {
          data.attrValue = source.url;
        }
        break;
      }
      case 'usemap':
        if (!data.attrValue.startsWith('#')) data.keepAttr = false;
        break;
      case 'name':
        if (tag !== 'map') data.keepAttr = false;
        break;
      case 'type':
        if (tag !== 'ol' && tag !== 'ul' && tag !== 'li') data.keepAttr = false;
        break;
    }
  });
  // DOMPurify has left only what `safeLink` let through.
  purify.addHook('afterSanitizeAttributes', (element) => {
    if (!element.hasAttribute('href')) return;
    element.setAttribute('target', '_blank');
    element.setAttribute('rel', 'noopener noreferrer');
  });
}

function count(blocked: Blocked): (finding: CssFinding) => void {
  return () => {
    blocked.pictures += 1;
  };
}

/** An absolute http(s), mailto or tel link as the URL parser writes it, or null. */
export function safeLink(value: string): string | null {
  try {
    const url = new URL(value.trim());
    return ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function safePicture(
  value: string,
  inline: ReadonlyMap<string, string>,
): { url: string; remote: boolean } | null {
  const trimmed = value.trim();
  const cid = /^cid:(.*)$/isu.exec(trimmed);
  if (cid !== null) {
    const url = inline.get(decoded(cid[1] ?? '')) ?? inline.get(cid[1] ?? '');
    return url === undefined ? null : { url, remote: false };
  }
  if (/^data:image\/(?:png|jpe?g|gif|webp|avif|bmp)[;,]/iu.test(trimmed)) {
    return { url: trimmed, remote: false };
  }
  // Newsletters write //host/picture.png: by RFC 3986 it needs a base, and people mean https.
  const link = safeLink(trimmed.startsWith('//') ? `https:${trimmed}` : trimmed);
  return link !== null && /^https?:/u.test(link) ? { url: link, remote: true } : null;
}

/** RFC 2392 §2: a cid: URL is the content id, percent-encoded. */
function decoded(contentId: string): string {
  try {
    return decodeURIComponent(contentId);
  } catch {
    return contentId;
  }
}

function isTracker(image: Element): boolean {
  const tiny = (value: string | null) => value !== null && /^\s*[012](?:px)?\s*$/iu.test(value);
  if (tiny(image.getAttribute('width')) || tiny(image.getAttribute('height'))) return true;
  return /(?:^|;)\s*(?:(?:max-)?(?:width|height)\s*:\s*[012](?:px)?\s*(?:!important\s*)?(?:;|$)|display\s*:\s*none|visibility\s*:\s*hidden)/iu.test(
    image.getAttribute('style') ?? '',
  );
}
