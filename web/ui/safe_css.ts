// SPDX-License-Identifier: Apache-2.0
// A mail's CSS without anything that loads. The browser's own CSS parser reads it (in a style sheet
// that is never applied and loads nothing), so escapes, comments and unclosed brackets are what the
// browser takes them for; declarations that could fetch are dropped, and what is left is written by
// the browser too. The frame's policy blocks loading a second time.

export type CssFinding = 'picture';

type OnFinding = (finding: CssFinding) => void;

/** Functions that name something to load, as the browser's serialisation spells them. */
const kLoads = /(?:url|src|image|image-set|cross-fade|element|paint)\s*\(/iu;
/** Values that only become known later, or could hold what the parser did not read. */
const kOpaque = /(?:var|env|attr)\s*\(|\\/iu;
/** A picture of the mail's own, that needs no network. */
const kOwnPicture =
  /^\s*url\(\s*["']?data:image\/(?:png|jpe?g|gif|webp)[;,][^()"'\\]*["']?\s*\)\s*$/iu;
const kRemotePicture = /url\(\s*["']?(?:https?:)?\/\//iu;

export function cleanStyleSheet(
  css: string,
  remote: 'blocked' | 'shown',
  found: OnFinding,
): string {
  const sheet = new CSSStyleSheet();
  try {
    // @import is ignored here by definition of replaceSync.
    sheet.replaceSync(css);
  } catch {
    return '';
  }
  cleanRules(sheet, remote, found);
  return [...sheet.cssRules].map((rule) => rule.cssText).join('\n');
}

export function cleanDeclarations(
  css: string,
  remote: 'blocked' | 'shown',
  found: OnFinding,
): string {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('x{}');
  const rule = sheet.cssRules[0];
  if (!(rule instanceof CSSStyleRule)) return '';
  rule.style.cssText = css;
  cleanStyle(rule.style, remote, found);
  return rule.style.cssText;
}

interface RuleList {
  readonly cssRules: CSSRuleList;
  deleteRule(index: number): void;
}

function cleanRules(list: RuleList, remote: 'blocked' | 'shown', found: OnFinding): void {
  for (let index = list.cssRules.length - 1; index >= 0; index -= 1) {
    const rule = list.cssRules[index];
    if (rule instanceof CSSStyleRule) {
      cleanStyle(rule.style, remote, found);
      // Nested rules; browsers that do not know them have no list.
      if ('cssRules' in rule) cleanRules(rule, remote, found);
    } else if (rule instanceof CSSMediaRule || rule instanceof CSSSupportsRule) {
      cleanRules(rule, remote, found);
    } else {
      // Fonts, key frames, layers, imports, name spaces: nothing a mail needs to be read.
      list.deleteRule(index);
    }
  }
}

function cleanStyle(
  style: CSSStyleDeclaration,
  remote: 'blocked' | 'shown',
  found: OnFinding,
): void {
  for (const property of [...style]) {
    const value = style.getPropertyValue(property);
    const loads = kLoads.test(value) && !kOwnPicture.test(value);
    const asked = remote === 'shown' && kRemotePicture.test(value) && !kOpaque.test(value);
    if (loads && !asked) {
      if (kRemotePicture.test(value)) found('picture');
      style.removeProperty(property);
    } else if (property.startsWith('--') || value === '' || kOpaque.test(value)) {
      style.removeProperty(property);
    }
  }
  // A shorthand that waits for a variable hides its value from the loop above.
  if (kOpaque.test(style.cssText)) style.cssText = '';
}
