// SPDX-License-Identifier: Apache-2.0
// Mail from people nearby, in Indonesian: the cloth dealer, the photographer, the cooperative,
// family and friends.

import { attachment, multipart, text } from './compose.mjs';
import { quote, SARI } from './context.mjs';
import { calendar, csv, pdf, zip } from './files.mjs';
import { DYES, kawung, MOTIFS } from './pictures.mjs';

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./context.mjs').Letter} Letter */

const DEWI = { name: 'Dewi Lestari', address: 'dewi@kainjaya.example' };
const BUDI = { name: 'Budi Santoso', address: 'budi@fotobudi.example' };
const KOPERASI = { name: 'Koperasi Pengrajin Batik', address: 'sekretariat@koperasibatik.example' };

/** @param {Context} context @returns {Letter[]} */
export function dewi({ random, daysAgo, letter, boundary, bulan, id }) {
  const dye = DYES[0] ?? [];
  return Array.from({ length: 18 }, (_, index) => {
    const first = index === 0;
    const date = first
      ? daysAgo(0, 10, 42)
      : daysAgo(index * 30 + random.between(0, 3), random.between(8, 11));
    const percent = first ? 8 : random.between(4, 12);
    const metres = first ? 50 : random.pick([30, 40, 50, 60]);
    const opening = first
      ? 'Terlampir daftar harga terbaru beserta contoh motif yang Ibu tanyakan minggu lalu.'
      : random.pick([
          'Terlampir daftar harga kain untuk bulan depan. Katun prima naik sedikit, yang lain tetap.',
          'Ini daftar harga yang baru, Bu. Sutra ATBM baru datang 40 meter, kalau mau saya sisihkan dulu.',
          'Daftar harganya saya lampirkan. Mohon maaf agak terlambat, kemarin gudang kami stok opname.',
          'Kiriman dari Pekalongan sudah masuk, daftarnya ada di lampiran.',
        ]);
    const content = `Selamat pagi Bu Sari,\n\n${opening} Untuk pemesanan di atas ${metres} meter kami bisa memberi potongan ${percent} persen, dan pengiriman ke Semarang sudah termasuk.\n\n${
      first
        ? 'Kalau ada motif lain yang Ibu cari, kabari saja. Contoh kain bisa kami kirim besok.'
        : random.pick([
            'Kalau ada motif lain yang Ibu cari, kabari saja.',
            'Warna soga masih sama seperti batch yang lalu, jadi aman untuk seragam.',
            'Pembayaran boleh tempo dua minggu seperti biasa.',
            'Minggu depan saya ke Semarang, nanti saya mampir ke toko ya Bu.',
          ])
    }\n\nSalam hangat,\nDewi\n`;
    const prices = ['Katun prima', 'Katun primissima', 'Sutra ATBM', 'Rayon', 'Dobby', 'Linen'].map(
      (cloth) => `${cloth.padEnd(24)} Rp ${random.between(28, 190)}.000 / meter`,
    );
    const logo = `logo.${id('kainjaya.example')}`;
    const html = text(
      `<html><body style="font-family:Georgia,serif;color:#2b1a12"><img src="cid:${logo}" width="80" height="80" alt="Kain Jaya"><p>Selamat pagi Bu Sari,</p><p>${content.split('\n\n')[1]}</p><p>${content.split('\n\n')[2]}</p><p>Salam hangat,<br>Dewi</p>${
        first
          ? '<p><img src="https://kainjaya.example/katalog/kawung-picis.jpg" width="200"><img src="https://kainjaya.example/katalog/parang-rusak.jpg" width="200"><img src="https://kainjaya.example/katalog/truntum.jpg" width="200"></p><img src="https://lacak.kainjaya.example/o.gif?u=8812" width="1" height="1" alt="">'
          : ''
      }</body></html>\n`,
      { subtype: 'html' },
    );
    return letter({
      from: DEWI,
      subject: `Penawaran kain untuk bulan ${bulan(date, 1)}`,
      date,
      part: multipart(
        'mixed',
        [
          multipart(
            'alternative',
            [
              text(content, { charset: 'utf-8' }),
              multipart(
                'related',
                [html, attachment('image/png', 'logo.png', kawung(80, dye), { contentId: logo })],
                boundary(),
              ),
            ],
            boundary(),
          ),
          attachment(
            'application/pdf',
            'Daftar harga.pdf',
            pdf(['KAIN JAYA, Pekalongan', `Daftar harga ${bulan(date, 1)}`, '', ...prices]),
          ),
          ...(first || random.oneIn(3)
            ? [attachment('image/png', 'Motif kawung.png', kawung(240, random.pick(DYES)))]
            : []),
        ],
        boundary(),
      ),
    });
  });
}

/** Threads about photographs; some with pictures, one with a zip. @param {Context} context @returns {Letter[]} */
export function budi(context) {
  const { random, daysAgo, letter, boundary, id } = context;
  const threads = [
    [
      'Foto produk baru',
      'Fotonya sudah saya terima, terima kasih. Yang nomor 4 agak gelap, bisa dicerahkan sedikit?',
    ],
    ['Jadwal pemotretan', 'Selasa pagi bisa, Mas. Kainnya saya setrika dulu hari Senin.'],
    ['Katalog Lebaran', 'Untuk sampul saya pilih yang kain merah, latarnya polos saja.'],
    ['Foto untuk pameran', 'Tolong yang ukuran besar, mau dicetak 60 x 90.'],
    ['Latar putih', 'Kalau semua diganti latar putih, tambah biaya berapa?'],
  ];
  return threads.flatMap(([subject = '', asked = ''], index) => {
    const days = index === 0 ? 4 : 30 + index * 95;
    const root = id('fotobudi.example');
    const answer = id('tokobatik.example');
    const first = `Halo Bu Sari,\n\n${random.pick([
      'berikut foto yang kemarin, baru sebagian. Sisanya menyusul besok.',
      'saya kirim contohnya dulu ya Bu, biar bisa dipilih.',
      'sudah saya sunting warnanya supaya mendekati aslinya. Kain biru memang susah difoto.',
    ])}\n\nBudi\n`;
    const photos = Object.entries(MOTIFS).map(([name, draw], number) => ({
      name: `${subject} ${number + 1} ${name}.png`,
      bytes: draw(160, random.pick(DYES)),
    }));
    const pictures =
      index === 2
        ? [attachment('application/zip', 'Katalog.zip', zip(photos))]
        : photos.map((photo) => attachment('image/png', photo.name, photo.bytes));
    const second = `${
      index === 0
        ? 'Fotonya sudah saya terima, terima kasih. Yang nomor 4 saya cerahkan lagi, ini hasilnya. Kalau sudah cocok saya kirim yang ukuran penuh lewat flashdisk saja.'
        : random.pick([
            'Siap Bu, saya kerjakan malam ini.',
            'Bisa Bu. Tidak ada biaya tambahan, sudah termasuk.',
            'Baik Bu, besok pagi saya kirim lagi. Mohon maaf hari ini listrik di studio padam.',
            'Oke, setuju. Nanti saya bawa lampu tambahan.',
          ])
    }\n\nSalam,\nBudi Santoso\nFoto Budi, Ungaran\n\n${quote('Sari Wulandari menulis:', `${asked}\n\nTerima kasih,\nSari\n`)}`;
    return [
      letter({
        from: BUDI,
        subject,
        date: daysAgo(days, 15),
        messageId: root,
        part: multipart('mixed', [text(first, { transfer: '8bit' }), ...pictures], boundary()),
      }),
      letter({
        from: BUDI,
        subject: `Re: ${subject}`,
        date: index === 0 ? daysAgo(0, 8, 3) : daysAgo(days - 2, 8),
        references: [root, answer],
        part: text(second, { transfer: '7bit', charset: 'us-ascii', flowed: true }),
      }),
    ];
  });
}

/** Monthly meetings with a calendar file; now and then minutes as a spreadsheet. @param {Context} context @returns {Letter[]} */
export function koperasi(context) {
  const { random, daysAgo, letter, boundary, bulan, tanggal, id } = context;
  return Array.from({ length: 17 }, (_, index) => {
    const date = daysAgo(9 + index * 31, 13);
    const start = new Date(
      Math.floor(date.getTime() / 86_400_000 + 6) * 86_400_000 + 3 * 3_600_000,
    );
    const topic = random.pick([
      'pembagian sisa hasil usaha',
      'pembelian malam dan gondorukem bersama',
      'pameran di alun-alun',
      'harga kain mori yang naik lagi',
      'pelatihan pewarna alam',
      'iuran dan simpanan wajib',
      'instalasi pengolahan limbah',
    ]);
    const content = `Yth. Bapak/Ibu anggota,\n\nmengharap kehadiran Bapak/Ibu pada rapat bulanan:\n\n  Hari/tanggal : ${tanggal(start)}\n  Pukul        : 10.00 WIB\n  Tempat       : Balai RW 05, Jalan Kampung Batik\n  Acara        : ${topic}\n\n${random.pick(
      [
        'Mohon membawa buku simpanan masing-masing.',
        'Konsumsi ditanggung koperasi.',
        'Bagi yang berhalangan, harap memberi kabar kepada sekretariat.',
        'Setelah rapat ada demo canting listrik dari Bu Tutik.',
      ],
    )}\n\nHormat kami,\nSekretariat\n`;
    const invitation = calendar({
      uid: id('koperasibatik.example'),
      start,
      minutes: 120,
      summary: `Rapat anggota: ${topic}`,
      place: 'Balai RW 05',
      organizer: KOPERASI.address,
      stamp: date,
    });
    const members = random.some(
      ['Bu Tutik', 'Pak Darmo', 'Bu Endang', 'Pak Slamet', 'Bu Sari', 'Bu Warsi', 'Mas Joko'],
      5,
    );
    return letter({
      from: KOPERASI,
      subject: `Undangan rapat anggota ${bulan(start)}`,
      date,
      cc: [{ name: 'Anggota', address: 'anggota@koperasibatik.example' }],
      fields: ['List-Id: Anggota Koperasi <anggota.koperasibatik.example>'],
      part: multipart(
        'mixed',
        [
          text(content, { transfer: '7bit', charset: 'us-ascii' }),
          attachment(
            'text/calendar; method=REQUEST; charset=utf-8',
            'undangan.ics',
            Buffer.from(invitation),
          ),
          ...(random.oneIn(3)
            ? [
                attachment(
                  'text/csv; charset=utf-8',
                  'Simpanan anggota.csv',
                  csv([
                    ['Nama', 'Simpanan'],
                    ...members.map((name) => [name, random.between(2, 90) * 10_000]),
                  ]),
                ),
              ]
            : []),
        ],
        boundary(),
      ),
    });
  });
}

/** Tiny mails between people who know each other. @param {Context} context @param {number} count @returns {Letter[]} */
export function friends({ random, daysAgo, letter }, count) {
  const people = [
    { name: 'Ibu', address: 'sumiati@keluarga.example' },
    { name: 'Ratna', address: 'ratna@keluarga.example' },
    { name: 'Bu Tutik', address: 'tutik@koperasibatik.example' },
    { name: 'Joko', address: 'joko@keluarga.example' },
    { name: 'Mbak Yanti', address: 'yanti@katering.example' },
  ];
  const notes = [
    ['Arisan', 'Arisan bulan ini di rumah Bu RT ya, jam 4. Jangan lupa bawa kue.'],
    ['(tanpa judul)', 'ok'],
    ['Re: besok', 'Jadi. Aku jemput jam 7.'],
    ['Kunci toko', 'Kuncinya aku titip di warung Pak Min.'],
    ['Ulang tahun Bima', 'Bima mau kue cokelat, bukan kue kukus. Lilinnya angka 9.'],
    ['Mudik', 'Tiket kereta sudah dapat, tanggal 27 pagi. Naik Kaligung saja, lebih murah.'],
    ['resep', 'Lodehnya pakai tempe semangit sedikit, itu rahasianya. Santan jangan sampai pecah.'],
    ['Listrik', 'Token listrik toko tinggal 12 kWh, tadi sudah bunyi.'],
    ['Hujan', 'Jemuran kainnya sudah aku masukkan semua. Yang biru masih agak basah.'],
    ['Malam', 'Malamnya habis, Bu. Beli 5 kilo lagi di tempat biasa?'],
    ['Sepatu', 'Sepatu Bima ketinggalan di sini. Besok aku antar sekalian ke pasar.'],
    [
      'Foto nikahan',
      'Foto nikahan Mbak Sri sudah ada, bagus semua. Kamu yang pakai kebaya hijau cantik sekali.',
    ],
    [
      'Pesanan seragam',
      'Ibu-ibu PKK jadi pesan 24 potong, ukuran menyusul hari Senin. Motifnya sama seperti tahun lalu.',
    ],
    ['Doa', 'Bapak sudah boleh pulang dari rumah sakit. Terima kasih doanya.'],
    [
      'Katering',
      'Untuk 40 orang: nasi liwet, opor, sambal goreng ati. Per orang 27 ribu, sudah dengan buah.',
    ],
  ];
  return Array.from({ length: count }, (_, index) => {
    const [subject = '', line = ''] = notes[index % notes.length] ?? [];
    return letter({
      from: random.pick(people),
      to: [random.oneIn(2) ? SARI : { name: '', address: SARI.address }],
      subject,
      date: daysAgo(3 + Math.floor((index * 540) / count), random.between(5, 22)),
      part: text(`${random.oneIn(3) ? 'Sar,\n\n' : ''}${line}\n`, {
        charset: 'us-ascii',
        transfer: '7bit',
      }),
    });
  });
}
