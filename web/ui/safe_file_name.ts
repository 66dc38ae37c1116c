// SPDX-License-Identifier: Apache-2.0
// The one place where a name from a mail becomes the name of a file, for the eye and for the disk.

/** A disk takes 255 octets; browsers add " (1)" and the ending of what is not yet whole. */
const kMostOctets = 200;
/** Longer ones are no ending that anybody or any program knows. */
const kMostEndingOctets = 30;

/** Characters that show nothing, or change the order in which others are shown. */
const kUnseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu;
/** All that look like a space: many of them push the ending of a name out of sight. */
const kSpaces = /[\s\u2800]+/gu;
/** Windows opens a device for these, whatever ending they have. */
const kDevices =
  /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])(?=\s*(?:\.|$))/iu;

const octets = (text: string) => new TextEncoder().encode(text).length;

/**
 * A name that a mail suggests for a file, without anything that could leave the download folder,
 * hide in it, open a device, or show another ending than it has.
 */
export function safeFileName(suggested: string): string {
  const seen = suggested.replace(kUnseen, '').replace(kSpaces, ' ');
  const name = lastParts(seen)
    .replace(/[:*?"<>|]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/gu, '')
    .replace(kDevices, '_$&');
  return shortened(name) || 'attachment';
}

/** Of a whole path the file alone; else "12/2026" is more likely a date than a folder. */
function lastParts(path: string): string {
  const parts = path.split(/[/\\]/u).filter((part) => !/^[.\s]*$/u.test(part));
  const whole = /^\s*(?:[a-z]:)?[/\\]/iu.test(path);
  return (whole ? parts.slice(-1) : parts).join('_');
}

/** Cut in the middle: the ending says what the file is. */
function shortened(name: string): string {
  if (octets(name) <= kMostOctets) return name;
  const ending = endingOf(name);
  let room = kMostOctets - octets(ending);
  let kept = '';
  for (const character of name) {
    room -= octets(character);
    if (room < 0) break;
    kept += character;
  }
  return kept.replace(/[.\s]+$/u, '') + ending;
}

/** ".pdf"; empty if there is none. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 ? name.slice(dot) : '';
  return octets(ending) <= kMostEndingOctets ? ending : '';
}
