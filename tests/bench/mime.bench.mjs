// SPDX-License-Identifier: Apache-2.0
// Reading mail: everything in it, and what a list row needs, beside postal-mime in this process and
// GMime natively. The mails are made once and lie in memory; what each reader decoded is compared, so
// that none is fast by leaving something out.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import PostalMime from 'postal-mime';
import { generateLoad } from '../../server/demo/load.mjs';
import { generateMailbox } from '../../server/demo/mailbox.mjs';
import { root } from '../../tools/run.mjs';
import { measure } from './measure.mjs';

const OCTETS = 100e6;

/** A fifth of the octets is a lived-in mailbox (HTML, replies, many charsets), over and over. */
function corpus() {
  const mails = [...generateLoad({ count: 2000, octets: OCTETS * 0.8 })];
  const mailbox = generateMailbox({ now: new Date(Date.UTC(2026, 10, 23)) });
  let left = OCTETS - mails.reduce((sum, { length }) => sum + length, 0);
  for (let at = 0; left > 0; at++) {
    const mail = /** @type {Buffer} */ (mailbox[at % mailbox.length]);
    mails.push(mail);
    left -= mail.length;
  }
  return mails;
}

/** @param {Buffer[]} mails @param {string} folder */
function gmime(mails, folder) {
  const program = path.join(folder, 'gmime_reader');
  const flags = execFileSync('pkg-config', ['--cflags', '--libs', 'gmime-3.0'], {
    encoding: 'utf8',
  });
  const source = path.join(root, 'tests', 'bench', 'gmime_reader.c');
  execFileSync('clang', ['-O2', '-o', program, source, ...flags.trim().split(/\s+/)]);
  const file = path.join(folder, 'mails');
  const pieces = mails.flatMap((mail) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(mail.length);
    return [length, mail];
  });
  writeFileSync(file, Buffer.concat(pieces));
  return () => {
    const [took, decoded] = execFileSync(program, [file], { encoding: 'utf8' }).split(' ');
    return { took: Number(took), decoded: Number(decoded) };
  };
}

/** @param {{ rounds: number }} options */
export async function bench({ rounds }) {
  const { loadNodeCore } = await import(path.join(root, 'build', 'node', 'web', 'node', 'core.js'));
  const core = /** @type {import('../../wasm/bindings/pillarbox.d.ts').Core} */ (
    await loadNodeCore()
  );
  const mails = corpus();
  const folder = mkdtempSync(path.join(tmpdir(), 'pillarbox-bench-'));
  const native = gmime(mails, folder);
  /** @type {Record<string, number>} */
  const decoded = {};

  function ours() {
    let octets = 0;
    for (const mail of mails) {
      const message = core.parseMessage(mail);
      const { text, html, attachments } = JSON.parse(message.json());
      octets += (text ?? '').length + (html ?? '').length;
      for (const index of attachments.keys()) octets += message.attachment(index).length;
      message.delete();
    }
    decoded.ours = octets;
  }
  async function theirs() {
    let octets = 0;
    for (const mail of mails) {
      // Neither form made from the other is asked for; there is no switch for it.
      const { text, html, attachments } = await PostalMime.parse(mail, {
        forceRfc822Attachments: true,
      });
      octets += (text ?? '').length + (html ?? '').length;
      for (const { content } of attachments) {
        octets += typeof content === 'string' ? content.length : content.byteLength;
      }
    }
    decoded.theirs = octets;
  }

  try {
    const times = await measure(
      {
        'postal-mime': theirs,
        Pillarbox: async () => ours(),
        'GMime, native': async () => {
          const { took, decoded: octets } = native();
          decoded.native = octets;
          return took;
        },
        'Pillarbox, list rows': async () => {
          for (const mail of mails) core.summarise(mail);
        },
      },
      rounds,
    );
    const few = Object.entries(decoded).filter(([, octets]) => octets < OCTETS * 0.5);
    if (few.length > 0) throw new Error(`not all was decoded: ${JSON.stringify(decoded)}`);
    /** @param {number} amount */
    const rates = (amount) =>
      Object.fromEntries(
        Object.entries(times).map(([name, took]) => [name, amount / (took / 1000)]),
      );
    const octets = mails.reduce((sum, { length }) => sum + length, 0);
    const name = `${mails.length} mails, ${Math.round(octets / 1e6)} MB, all bodies and attachments decoded`;
    return [
      { name, unit: 'MB/s', base: 'postal-mime', values: rates(octets / 1e6) },
      { name: 'the same', unit: 'mails/s', base: 'postal-mime', values: rates(mails.length) },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
