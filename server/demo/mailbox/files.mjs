// SPDX-License-Identifier: Apache-2.0
// Attachments made by code: PNG, PDF, ZIP, CSV and calendar files that open in their programs.
// Nothing is deflated: what a compressor gives differs between releases of Node.

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) {
    value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return value;
});

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 255] ?? 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** @param {Uint8Array} bytes */
function adler32(bytes) {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return ((high << 16) | low) >>> 0;
}

/** @param {number} value */
function bigEndian(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** A zlib stream of stored blocks (RFC 1950, RFC 1951 §3.2.4). @param {Buffer} data */
function stored(data) {
  const parts = /** @type {Buffer[]} */ ([Buffer.from([0x78, 0x01])]);
  for (let at = 0; at < data.length; at += 65535) {
    const block = data.subarray(at, at + 65535);
    const head = Buffer.alloc(5);
    head[0] = at + 65535 >= data.length ? 1 : 0;
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(~block.length & 0xffff, 3);
    parts.push(head, block);
  }
  parts.push(bigEndian(adler32(data)));
  return Buffer.concat(parts);
}

/**
 * A picture of 16 colours at most.
 * @param {number} width even
 * @param {number} height
 * @param {string[]} palette '#rrggbb'
 * @param {(x: number, y: number) => number} colour index into the palette
 */
export function png(width, height, palette, colour) {
  const rows = Buffer.alloc(height * (width / 2 + 1));
  let at = 0;
  for (let y = 0; y < height; y++) {
    at++; // filter type 0 of the row
    for (let x = 0; x < width; x += 2) {
      rows[at++] = (colour(x, y) << 4) | colour(x + 1, y);
    }
  }
  /** @param {string} type @param {Buffer} data */
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    return Buffer.concat([bigEndian(data.length), body, bigEndian(crc32(body))]);
  };
  const header = Buffer.concat([bigEndian(width), bigEndian(height), Buffer.from([4, 3, 0, 0, 0])]);
  const colours = Buffer.from(palette.map((text) => text.slice(1)).join(''), 'hex');
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', stored(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** One page of lines in Helvetica; text outside Latin-1 is not for it. @param {string[]} lines */
export function pdf(lines) {
  const shown = lines.map((line) => `(${line.replace(/[\\()]/g, '\\$&')}) Tj T*`).join('\n');
  const content = `BT /F1 11 Tf 15 TL 56 780 Td\n${shown}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  let text = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  text += `xref\n0 6\n0000000000 65535 f \n${offsets.join('')}`;
  text += `trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** @param {{ name: string, bytes: Buffer }[]} entries */
export function zip(entries) {
  const local = /** @type {Buffer[]} */ ([]);
  const central = /** @type {Buffer[]} */ ([]);
  let offset = 0;
  for (const { name, bytes } of entries) {
    const path = Buffer.from(name, 'utf8');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version needed
    common.writeUInt16LE(0x0800, 2); // names are UTF-8
    common.writeUInt16LE(0x5821, 8); // 1 January 2024
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(path.length, 22);
    const record = Buffer.concat([Buffer.from('PK\x03\x04'), common, path, bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, tail, path]));
    local.push(record);
    offset += record.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

/** @param {(string | number)[][]} rows */
export function csv(rows) {
  const quoted = rows.map((row) =>
    row.map((cell) => (/[",]/.test(String(cell)) ? `"${cell}"` : cell)).join(','),
  );
  return Buffer.from(`\ufeff${quoted.join('\r\n')}\r\n`, 'utf8');
}

/**
 * @param {{ uid: string, start: Date, minutes: number, summary: string, place: string, organizer: string, stamp: Date }} event
 */
export function calendar({ uid, start, minutes, summary, place, organizer, stamp }) {
  /** @param {Date} date */
  const time = (date) => `${date.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//tokobatik.example//Demo//EN',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${time(stamp)}`,
    `DTSTART:${time(start)}`,
    `DTEND:${time(new Date(start.getTime() + minutes * 60_000))}`,
    `SUMMARY:${summary}`,
    `LOCATION:${place}`,
    `ORGANIZER:mailto:${organizer}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}
