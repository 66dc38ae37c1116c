// SPDX-License-Identifier: Apache-2.0
// Mail that machines send to a shop: orders, parcels, the bank, the web host.
import { attachment, multipart, text } from './compose.mjs';
import { csv, pdf } from './files.mjs';

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./context.mjs').Letter} Letter */

const SHOP = { name: 'Pasar Kriya', address: 'pesanan@pasarkriya.example' };
const POST = { name: 'Pos Indonesia', address: 'resi@pos.example' };
const BANK = { name: 'Bank Lawang', address: 'notifikasi@banklawang.example' };
const HOST = { name: 'Hosting Nusantara', address: 'billing@hostingnusantara.example' };

const BUYERS = [
  'Rina Kusuma',
  'Agus Prasetyo',
  'Fitri Handayani',
  'Yohanes Tan',
  'Ni Made Ayu',
  'Bagas Wicaksono',
  'Lilis Suryani',
  'Andi Mappanyukki',
  'Tiur Simanjuntak',
  'Hendra Gunawan',
  'Mega Puspita',
  'Slamet Riyadi',
];
const TOWNS = [
  'Semarang',
  'Surabaya',
  'Bandung',
  'Denpasar',
  'Medan',
  'Makassar',
  'Yogyakarta',
  'Balikpapan',
  'Padang',
  'Malang',
];
const GOODS = [
  { name: 'Kain batik tulis kawung 2,5 m', price: 685_000 },
  { name: 'Kemeja parang lengan panjang (L)', price: 325_000 },
  { name: 'Kemeja parang lengan pendek (M)', price: 289_000 },
  { name: 'Selendang sutra mega mendung', price: 410_000 },
  { name: 'Sarung cap truntum', price: 175_000 },
  { name: 'Taplak meja sekar jagad', price: 145_000 },
  { name: 'Tas kanvas motif lereng', price: 98_000 },
  { name: 'Dompet kain perca', price: 45_000 },
  { name: 'Masker kain isi 5', price: 40_000 },
  { name: 'Blus encim bordir', price: 265_000 },
];

/** @param {Context} context @param {number} count @returns {Letter[]} */
export function orders({ random, daysAgo, rupiah, letter, tanggal }, count) {
  return Array.from({ length: count }, (_, index) => {
    const date = daysAgo(2 + Math.floor((index * 540) / count), random.between(6, 22));
    const number = `PK-${24_000 + (count - index) * 37 + random.between(0, 30)}`;
    const buyer = random.pick(BUYERS);
    const lines = random
      .some(GOODS, random.between(1, 4))
      .map((item) => ({ ...item, count: random.between(1, 3) }));
    const goods = lines.reduce((sum, line) => sum + line.price * line.count, 0);
    const postage = random.between(9, 48) * 1000;
    const note = random.pick([
      '',
      '',
      '',
      'Catatan pembeli: tolong dibungkus kado, untuk ulang tahun ibu saya.',
      'Catatan pembeli: kalau bisa dikirim sebelum hari Jumat.',
      'Catatan pembeli: warna cokelat kalau masih ada, kalau tidak biru juga boleh.',
      'Catatan pembeli: alamatnya rumah pagar hijau, sebelah warung soto.',
    ]);
    const body = [
      `Halo Toko Batik Sari,`,
      '',
      random.pick([
        'Ada pesanan baru yang sudah dibayar.',
        'Pembayaran pesanan berikut sudah kami terima.',
        'Selamat, ada pesanan masuk!',
      ]),
      '',
      `Nomor pesanan : ${number}`,
      `Tanggal       : ${tanggal(date)}`,
      `Pembeli       : ${buyer}, ${random.pick(TOWNS)}`,
      '',
      ...lines.map(
        (line) =>
          `${line.count} x ${line.name.padEnd(36)} ${rupiah(line.price * line.count).padStart(14)}`,
      ),
      `    ${'Ongkos kirim'.padEnd(36)} ${rupiah(postage).padStart(14)}`,
      `    ${'Jumlah'.padEnd(36)} ${rupiah(goods + postage).padStart(14)}`,
      ...(note === '' ? [] : ['', note]),
      '',
      `Mohon dikirim paling lambat ${random.between(1, 3)} hari kerja sejak email ini.`,
      'Email ini dikirim otomatis, tidak perlu dibalas.',
      '',
      'Pasar Kriya',
      '',
    ].join('\n');
    return letter({
      from: SHOP,
      subject: `Pesanan baru ${number} dari ${buyer}`,
      date,
      fields: ['Auto-Submitted: auto-generated', 'X-Mailer: PasarKriya 4.2'],
      part: text(body, { charset: 'us-ascii', transfer: '7bit' }),
    });
  });
}

/** @param {Context} context @param {number} count @returns {Letter[]} */
export function parcels({ random, daysAgo, letter, boundary, tanggal }, count) {
  return Array.from({ length: count }, (_, index) => {
    const date = daysAgo(1 + Math.floor((index * 545) / count), random.between(8, 19));
    const number = `P${String(date.getUTCFullYear()).slice(2)}${random.between(10_000_000, 99_999_999)}`;
    const town = random.pick(TOWNS);
    const grams = random.between(3, 42) * 100;
    const states = [
      {
        title: `Resi pengiriman ${number}`,
        line: 'Paket Anda telah diterima di kantor pos Semarang',
        file: true,
      },
      {
        title: `Paket ${number} dalam perjalanan`,
        line: 'Paket Anda telah berangkat dari kantor pos Semarang',
        file: false,
      },
      {
        title: `Paket ${number} sudah diterima`,
        line: `Paket Anda telah diterima oleh penerima di ${town}`,
        file: false,
      },
    ];
    // The newest parcel has just been handed in.
    const state = random.pick(index === 0 ? states.slice(0, 1) : states);
    const body = text(
      [
        'Pelanggan yang terhormat,',
        '',
        `${state.line} pada ${tanggal(date)}.`,
        '',
        `Nomor resi  : ${number}`,
        `Tujuan      : ${town}`,
        `Berat       : ${(grams / 1000).toFixed(1).replace('.', ',')} kg`,
        `Layanan     : ${random.pick(['Kilat', 'Biasa', 'Ekspres'])}`,
        '',
        state.file
          ? 'Bukti pengiriman ada di lampiran. Simpan baik-baik sampai paket diterima.'
          : 'Anda dapat melacak paket dengan nomor resi di atas di https://pos.example/lacak.',
        '',
        'Terima kasih telah memakai layanan kami.',
        '',
      ].join('\n'),
      { transfer: '8bit' },
    );
    const receipt = () =>
      attachment(
        'application/pdf',
        `Resi ${number}.pdf`,
        pdf([
          'BUKTI PENGIRIMAN',
          '',
          `Nomor resi: ${number}`,
          'Pengirim: Toko Batik Sari, Semarang',
          `Tujuan: ${town}`,
          `Berat: ${grams} g`,
        ]),
      );
    return letter({
      from: POST,
      subject: state.title,
      date,
      fields: ['Precedence: bulk'],
      part: state.file ? multipart('mixed', [body, receipt()], boundary()) : body,
    });
  });
}

/** Transfers, and a statement for each month. @param {Context} context @param {number} count @returns {Letter[]} */
export function bank(context, count) {
  const { random, daysAgo, letter, rupiah, boundary, tanggal, bulan, year } = context;
  const transfers = Array.from({ length: count }, (_, index) => {
    const date = daysAgo(1 + Math.floor((index * 546) / count), random.between(0, 23));
    const amount = random.between(45, 4_800) * 1000;
    const who = random.pick(BUYERS).toUpperCase();
    return letter({
      from: BANK,
      subject: `Transfer masuk ${rupiah(amount)}`,
      date,
      part: text(
        `Nasabah yang terhormat,\n\nRekening Anda xxxx-xx-4417 menerima transfer.\n\nTanggal  : ${tanggal(date)}\nPengirim : ${who}\nJumlah   : ${rupiah(amount)}\nBerita   : ${random.pick(['batik', 'bayar pesanan', 'DP seragam', 'pelunasan', '-', 'kain 3 meter', 'titipan bu rt'])}\n\nBank Lawang tidak pernah meminta PIN atau kata sandi Anda.\n`,
        { charset: 'us-ascii', transfer: '7bit' },
      ),
    });
  });
  const statements = Array.from({ length: 18 }, (_, index) => {
    const date = daysAgo(3 + index * 30, 5, 30);
    const rows = Array.from({ length: random.between(18, 60) }, (_row, day) => [
      `${(day % 28) + 1}`,
      random.pick([
        'Transfer masuk',
        'Transfer keluar',
        'Biaya administrasi',
        'Tarik tunai',
        'Bayar listrik',
      ]),
      random.between(5, 3_000) * 1000,
    ]);
    const body = text(
      `Nasabah yang terhormat,\n\nTerlampir laporan rekening bulan ${bulan(date, 11)} dalam bentuk PDF dan CSV.\n\nSalam,\nBank Lawang\n`,
      { charset: 'us-ascii', transfer: '7bit' },
    );
    const lines = rows.map(
      (row) => `${String(row[0]).padStart(2)}  ${String(row[1]).padEnd(22)} ${row[2]}`,
    );
    return letter({
      from: BANK,
      subject: `Laporan rekening ${bulan(date, 11)} ${year(daysAgo(33 + index * 30, 5))}`,
      date,
      part: multipart(
        'mixed',
        [
          body,
          attachment(
            'application/pdf',
            `Rekening ${bulan(date, 11)}.pdf`,
            pdf(['Bank Lawang', `Laporan rekening ${bulan(date, 11)}`, '', ...lines.slice(0, 45)]),
          ),
          attachment(
            'text/csv; charset=utf-8',
            'mutasi.csv',
            csv([['Tanggal', 'Keterangan', 'Jumlah'], ...rows]),
          ),
        ],
        boundary(),
      ),
    });
  });
  return [...transfers, ...statements];
}

/** @param {Context} context @returns {Letter[]} */
export function hosting(context) {
  const { random, daysAgo, letter, boundary, month, year } = context;
  const invoices = Array.from({ length: 18 }, (_, index) => {
    const date = daysAgo(6 + index * 30, 3, 5);
    const number = `HN-${year(date)}-${4100 - index * 13}`;
    const body = text(
      `Dear Sari Wulandari,\n\nYour invoice ${number} for ${month(date)} ${year(date)} is attached.\n\n  Web hosting "Melati", 5 GB      Rp 45.000\n  Mailbox sari@tokobatik.example  Rp 15.000\n  Mailbox info@tokobatik.example  Rp 15.000\n\nIt was paid from your deposit. There is nothing you need to do.\n\nHosting Nusantara\n`,
      { charset: 'us-ascii', transfer: '7bit' },
    );
    return letter({
      from: HOST,
      subject: `Invoice ${number}`,
      date,
      part: multipart(
        'mixed',
        [
          body,
          attachment(
            'application/pdf',
            `${number}.pdf`,
            pdf([
              `Invoice ${number}`,
              '',
              'Web hosting Melati  Rp 45.000',
              '2 mailboxes  Rp 30.000',
              '',
              'Paid. Thank you.',
            ]),
          ),
        ],
        boundary(),
      ),
    });
  });
  const notices = [
    { days: 0, hour: 9, minute: 15, used: 92 },
    { days: 41, hour: 4, minute: 2, used: 90 },
    { days: 160, hour: 4, minute: 1, used: 85 },
  ].map(({ days, hour, minute, used }) =>
    letter({
      from: { name: 'Hosting Nusantara', address: 'noreply@hostingnusantara.example' },
      subject: `Mailbox ${used} % full`,
      date: daysAgo(days, hour, minute),
      part: multipart(
        'mixed',
        [
          text(
            `Your mailbox sari@tokobatik.example has used ${used} % of its 200 MB.\n\nWhen it is full, new mail will be returned to its senders. To make room,\ncollect your mail with a POP3 program and let it delete what it has stored,\nor order more space in the control panel.\n\nThe attached list names the ten largest messages.\n\nHosting Nusantara\nSupport: Monday to Saturday, 08:00 to 20:00\n`,
            { charset: 'us-ascii', transfer: '7bit' },
          ),
          attachment(
            'text/csv; charset=utf-8',
            'largest-messages.csv',
            csv([
              ['Size', 'From', 'Subject'],
              ...Array.from({ length: 10 }, (_row, place) => [
                `${(9.4 - place * 0.7).toFixed(1)} MB`,
                random.pick(BUYERS),
                random.pick(['Foto produk', 'Katalog', 'Desain spanduk', 'Scan KTP', 'Video toko']),
              ]),
            ]),
          ),
        ],
        boundary(),
      ),
    }),
  );
  return [...invoices, ...notices];
}
