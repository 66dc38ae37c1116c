// SPDX-License-Identifier: Apache-2.0
// Lints and checks the format of the Python files named, with ruff and the relay's ruff.toml. Debian 12
// has no ruff of its own; this one is WebAssembly from npm. --write formats them instead.
import { readFileSync, writeFileSync } from 'node:fs';
import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';

/**
 * Reads the little of TOML that ruff.toml uses: sections, and values that are JSON as well.
 * @param {string} text
 */
function parseSettings(text) {
  /** @type {Record<string, unknown>} */
  const settings = {};
  let section = settings;
  for (const line of text.split('\n')) {
    const [, name] = /^\[([\w.-]+)\]$/.exec(line) ?? [];
    const [, key, value] = /^([\w-]+) = (.+)$/.exec(line) ?? [];
    if (name) {
      section = {};
      settings[name] = section;
    } else if (key && value) {
      section[key] = JSON.parse(value);
    }
  }
  return settings;
}

const write = process.argv[2] === '--write';
const files = process.argv.slice(write ? 3 : 2);
const settings = parseSettings(readFileSync('server/relay/ruff.toml', 'utf8'));
const ruff = new Workspace(settings, PositionEncoding.Utf16);
let wrong = 0;
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const formatted = ruff.format(text);
  if (formatted !== text) {
    if (write) writeFileSync(file, formatted);
    else {
      console.error(`${file}: not formatted (node tools/check_python.mjs --write ${file})`);
      wrong += 1;
    }
  }
  for (const { code, message, start_location: at } of ruff.check(text)) {
    console.error(`${file}:${at.row}:${at.column}: ${code} ${message}`);
    wrong += 1;
  }
}
process.exit(wrong === 0 ? 0 : 1);
