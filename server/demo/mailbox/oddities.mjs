// SPDX-License-Identifier: Apache-2.0
// The letters that a mail program must not stumble over, one of each: dots at line starts, a
// delivery report, a forwarded message, a very long one, names in other scripts.
import { attachment, dateTime, forwarded, multipart, text } from './compose.mjs';
import { SARI } from './context.mjs';
import { csv, pdf } from './files.mjs';
import { DYES, megaMendung } from './pictures.mjs';

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./context.mjs').Letter} Letter */

/** @param {Context} context @returns {Letter[]} */
export function oddities(context) {
  return [
    knitting(context),
    bounce(context),
    forward(context),
    digest(context),
    arabicFile(context),
    chineseFile(context),
    oldNames(context),
    empty(context),
    withoutSubject(context),
    backup(context),
  ];
}

/** RFC 1939 §3: lines that begin with the termination octet. @param {Context} context */
function knitting({ daysAgo, letter }) {
  const pattern = `Sari,

here is the chart you asked for. A dot is a stitch left plain, x is wax.

.
..
...x...
..x.x..
.x...x.
x.....x
.x...x.
..x.x..
...x...
..
.

Repeat from the line with one dot. The last line of this mail is a dot too.

Ruth

.
`;
  return letter({
    from: { name: 'Ruth Goldman', address: 'ruth.goldman@postbox.example' },
    subject: 'Chart for the small diamond',
    date: daysAgo(87, 16),
    zone: -300,
    part: text(pattern, { charset: 'us-ascii', transfer: '7bit' }),
  });
}

/** RFC 3464. @param {Context} context */
function bounce({ daysAgo, letter, boundary, id }) {
  const date = daysAgo(264, 10);
  const original = [
    'From: Sari Wulandari <sari@tokobatik.example>',
    'To: info@tutup.example',
    'Subject: Penawaran seragam',
    `Message-ID: <${id('tokobatik.example')}>`,
  ].join('\r\n');
  const human = text(
    'This is the mail system at host mail.tokobatik.example.\n\nI am sorry to have to inform you that your message could not be delivered\nto one recipient.\n\n<info@tutup.example>: host mx.tutup.example[192.0.2.77] said:\n    550 5.1.1 No such user here (in reply to RCPT TO command)\n',
    { charset: 'us-ascii', transfer: '7bit' },
  );
  const status = {
    fields: ['Content-Type: message/delivery-status'],
    body: Buffer.from(
      `Reporting-MTA: dns; mail.tokobatik.example\r\nArrival-Date: ${dateTime(date, 420)}\r\n\r\nFinal-Recipient: rfc822; info@tutup.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 No such user here\r\n`,
    ),
  };
  const headers = {
    fields: ['Content-Type: text/rfc822-headers'],
    body: Buffer.from(`${original}\r\n`),
  };
  return letter({
    from: { name: 'Mail Delivery System', address: 'MAILER-DAEMON@mail.tokobatik.example' },
    subject: 'Undelivered Mail Returned to Sender',
    date,
    authenticated: 'none',
    fields: ['Auto-Submitted: auto-replied'],
    part: multipart('report; report-type=delivery-status', [human, status, headers], boundary()),
  });
}

/** @param {Context} context */
function forward({ daysAgo, letter, boundary }) {
  const inner = letter({
    from: { name: 'Panitia Pameran', address: 'panitia@pameranjawa.example' },
    to: [{ name: 'Bu Tutik', address: 'tutik@koperasibatik.example' }],
    subject: 'Denah stan dan jadwal bongkar muat',
    date: daysAgo(54, 14),
    part: multipart(
      'mixed',
      [
        text(
          'Yth. peserta,\n\nterlampir denah stan. Bongkar muat hari Kamis pukul 20.00 sampai 23.00 lewat pintu timur. Stan koperasi nomor B-17, bersebelahan dengan kopi Temanggung.\n\nPanitia\n',
          { charset: 'us-ascii', transfer: '7bit' },
        ),
        attachment(
          'application/pdf',
          'Denah stan.pdf',
          pdf([
            'DENAH STAN',
            '',
            'A-01 ... A-20  Makanan',
            'B-01 ... B-30  Kriya',
            'B-17 Koperasi Pengrajin Batik',
          ]),
        ),
      ],
      boundary(),
    ),
  });
  return letter({
    from: { name: 'Bu Tutik', address: 'tutik@koperasibatik.example' },
    subject: 'Fwd: Denah stan dan jadwal bongkar muat',
    date: daysAgo(53, 6),
    part: multipart(
      'mixed',
      [
        text('Dik Sari, ini saya teruskan. Kita dapat tempat bagus!\n\nTutik\n', {
          charset: 'us-ascii',
          transfer: '7bit',
        }),
        forwarded(inner.bytes),
      ],
      boundary(),
    ),
  });
}

/** A mailing list's year in one mail: about 200 KB. @param {Context} context */
function digest({ random, daysAgo, letter }) {
  const who = ['wira', 'hesti', 'pak_min', 'canting', 'laras', 'om_yos', 'dinda', 'kebo'];
  const starts = [
    'Kalau menurut saya',
    'Di tempat kami',
    'Dulu nenek saya bilang',
    'Sudah dicoba',
    'Setuju, tetapi',
    'Maaf baru membalas.',
    'Tambahan sedikit:',
  ];
  const subjects = [
    'malam bekas',
    'indigo pasta',
    'canting tembaga',
    'kain mori',
    'warna soga',
    'air sadah',
    'kompor listrik',
    'harga gondorukem',
  ];
  const ends = [
    'sebaiknya dicampur yang baru setengahnya, supaya tidak gampang retak.',
    'cukup direndam semalam, paginya diangin-anginkan di tempat teduh.',
    'yang murah cepat mampet, yang mahal awet sampai lima tahun.',
    'hasilnya lebih gelap kalau airnya dari sumur, lebih terang kalau dari ledeng.',
    'jangan tergesa-gesa; celupan ke tujuh baru kelihatan warnanya.',
    'saya pernah gagal dua puluh meter gara-gara itu, jadi hati-hati.',
    'ada yang punya nomor telepon pemasoknya? Toko langganan saya sudah tutup.',
    'apinya harus kecil dan tetap, kalau berasap berarti terlalu panas.',
  ];
  const posts = Array.from({ length: 640 }, (_, number) => {
    const sentences = Array.from(
      { length: random.between(2, 5) },
      () => `${random.pick(starts)} soal ${random.pick(subjects)}, ${random.pick(ends)}`,
    );
    return `--- ${number + 1}. ${random.pick(who)} ---\n\n${sentences.join('\n')}\n`;
  });
  return letter({
    from: { name: 'Milis Pembatik', address: 'milis@pembatik.example' },
    subject: 'Rangkuman tahunan milis: 640 tulisan',
    date: daysAgo(322, 0, 10),
    fields: ['List-Id: <milis.pembatik.example>', 'Precedence: list'],
    part: text(`Rangkuman tahunan. Balas ke milis@pembatik.example.\n\n${posts.join('\n')}`, {
      charset: 'us-ascii',
      transfer: '7bit',
    }),
  });
}

/** @param {Context} context */
function arabicFile({ daysAgo, letter, boundary }) {
  return letter({
    from: { name: 'ليلى حداد', address: 'layla@baytalqumash.example' },
    subject: 'فاتورة وصورة',
    date: daysAgo(57, 15),
    zone: 180,
    part: multipart(
      'mixed',
      [
        text('مرفق إيصال التحويل وصورة واجهة المحل.\n\nليلى\n', { transfer: '8bit' }),
        attachment(
          'application/pdf',
          'إيصال التحويل.pdf',
          pdf(['Transfer receipt', 'JOD 224.000']),
        ),
        attachment('image/png', 'واجهة المحل.png', megaMendung(120, DYES[1] ?? [])),
      ],
      boundary(),
    ),
  });
}

/** @param {Context} context */
function chineseFile({ daysAgo, letter, boundary, year, now }) {
  return letter({
    from: { name: '陈美玲', address: 'chen@yinhuabu.example' },
    subject: '收货地址与数量',
    charset: 'gb18030',
    date: daysAgo(31, 10),
    zone: 480,
    part: multipart(
      'mixed',
      [
        text('地址和数量见附件。谢谢!\n\n陈美玲\n', { charset: 'gb18030', transfer: '8bit' }),
        attachment(
          'text/csv; charset=utf-8',
          `${year(now)}年秋季订货数量与收货地址一览表.csv`,
          csv([
            ['颜色', '米'],
            ['蓝', 60],
            ['褐', 25],
            ['绿', 15],
          ]),
        ),
      ],
      boundary(),
    ),
  });
}

/** Names as encoded words, which RFC 2047 §5 forbids and many programs write. @param {Context} context */
function oldNames({ daysAgo, letter, boundary }) {
  return letter({
    from: { name: 'Käthe Brandt', address: 'kaethe.brandt@briefkasten.example' },
    subject: 'Maße für das Tischtuch',
    charset: 'iso-8859-1',
    date: daysAgo(119, 18),
    zone: 120,
    fields: ['X-Mailer: Post 5.0'],
    part: multipart(
      'mixed',
      [
        text(
          'Liebe Frau Wulandari,\n\nanbei die Maße. Der Tisch ist nicht ganz rechtwinklig, bitte nicht erschrecken.\n\nIhre\nKäthe Brandt\n',
          { charset: 'iso-8859-1', transfer: '8bit' },
        ),
        attachment(
          'application/pdf',
          'Maße Eßtisch (größer).pdf',
          pdf(['Esstisch', '184 x 92 cm']),
          { oldNames: true },
        ),
      ],
      boundary(),
    ),
  });
}

/** Nothing but header fields. @param {Context} context */
function empty({ daysAgo, letter }) {
  return letter({
    from: { name: 'Joko', address: 'joko@keluarga.example' },
    subject: 'Beli gas 3 kg, nanti aku ganti',
    date: daysAgo(73, 17),
    part: {
      fields: ['Content-Type: text/plain; charset=us-ascii', 'Content-Transfer-Encoding: 7bit'],
      body: Buffer.alloc(0),
    },
  });
}

/** @param {Context} context */
function withoutSubject({ daysAgo, letter }) {
  return letter({
    from: { name: '', address: '0812@sms.example' },
    to: [SARI, { name: 'Toko', address: 'info@tokobatik.example' }],
    subject: '',
    date: daysAgo(29, 12),
    authenticated: 'none',
    part: text('Bu ini Dodi kurir, paketnya saya taruh di bengkel sebelah ya 🙏\n', {
      transfer: 'base64',
    }),
  });
}

/** A file of some weight. @param {Context} context */
function backup({ random, daysAgo, letter, boundary }) {
  const rows = Array.from({ length: 9000 }, (_, number) => [
    `2025-${number}`,
    random.pick(['kain', 'kemeja', 'selendang', 'tas']),
    random.between(1, 9),
    random.between(40, 700) * 1000,
  ]);
  return letter({
    from: { name: 'Kasir Toko', address: 'kasir@tokobatik.example' },
    subject: 'Cadangan data kasir',
    date: daysAgo(20, 22, 30),
    part: multipart(
      'mixed',
      [
        text('Cadangan otomatis. Simpan di tempat yang aman.\n', {
          charset: 'us-ascii',
          transfer: '7bit',
        }),
        attachment(
          'text/csv; charset=utf-8',
          'penjualan.csv',
          csv([['Nomor', 'Barang', 'Banyak', 'Harga'], ...rows]),
        ),
      ],
      boundary(),
    ),
  });
}
