// SPDX-License-Identifier: Apache-2.0
// Newsletters: HTML with a text beside it, pictures inside (cid:), pictures on the web, and the
// one-pixel trackers that such mail carries.
import { attachment, multipart, text } from './compose.mjs';
import { DYES, MOTIFS, sign } from './pictures.mjs';

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./context.mjs').Letter} Letter */

const SUBJECTS = [
  {
    motif: 'parang',
    origin: 'lahir di Mataram, konon dari ombak Laut Selatan yang memukul karang',
    meaning: 'keteguhan yang tidak putus',
    place: 'Yogyakarta',
  },
  {
    motif: 'kawung',
    origin: 'meniru buah aren yang dibelah',
    meaning: 'kendali diri dan hati yang bersih',
    place: 'Solo',
  },
  {
    motif: 'mega mendung',
    origin: 'datang bersama pedagang dari Tiongkok ke pelabuhan Cirebon',
    meaning: 'kesabaran, karena awan membawa hujan pada waktunya',
    place: 'Cirebon',
  },
  {
    motif: 'truntum',
    origin: 'diciptakan seorang permaisuri yang rindu, sambil menatap bintang',
    meaning: 'cinta yang tumbuh lagi',
    place: 'Solo',
  },
  {
    motif: 'sekar jagad',
    origin: 'menjahit peta dunia dari bunga-bunga',
    meaning: 'keindahan dalam perbedaan',
    place: 'Lasem',
  },
  {
    motif: 'sidomukti',
    origin: 'dipakai pengantin sejak zaman keraton',
    meaning: 'harapan akan kecukupan',
    place: 'Surakarta',
  },
  {
    motif: 'tambal',
    origin: 'menyerupai kain yang ditambal',
    meaning: 'pemulihan; dahulu diselimutkan pada orang sakit',
    place: 'Yogyakarta',
  },
  {
    motif: 'buketan',
    origin: 'muncul di tangan para juragan Indo-Belanda',
    meaning: 'taman yang selalu berbunga',
    place: 'Pekalongan',
  },
  {
    motif: 'gringsing',
    origin: 'bersisik kecil seperti ikan',
    meaning: 'penolak sakit',
    place: 'Bali dan Jawa',
  },
];
const ANGLES = [
  {
    title: 'sejarah dan makna',
    lead: 'Minggu ini kami menulis tentang motif {motif}, salah satu yang paling sering ditanyakan.',
    body: 'Motif ini {origin}. Maknanya {meaning}. Di {place} orang tua masih bercerita tentang kapan motif ini boleh dipakai dan kapan sebaiknya disimpan.',
  },
  {
    title: 'cara merawat',
    lead: 'Kain {motif} yang dirawat baik bisa diwariskan. Berikut kebiasaan para kolektor di {place}.',
    body: 'Cuci dengan lerak, jangan dikucek, jangan diperas. Jemur di tempat teduh, balik sisi dalamnya keluar. Simpan digulung dengan merica dibungkus kasa, bukan kapur barus.',
  },
  {
    title: 'dipakai hari ini',
    lead: 'Tiga perancang muda dari {place} memakai motif {motif} dengan cara yang tidak biasa.',
    body: 'Jaket denim dengan lapisan dalam batik, sepatu kanvas, sampai sampul buku. Motif yang {origin} itu ternyata betah di zaman apa saja, sebab artinya tetap: {meaning}.',
  },
  {
    title: 'kunjungan ke perajin',
    lead: 'Kami berkunjung ke rumah Mbah Warni di {place}, yang sudah membatik {motif} sejak umur dua belas.',
    body: '"Yang penting napasnya rata," kata beliau. Satu lembar selesai dalam dua bulan. Ketika ditanya arti motifnya, beliau menjawab pendek: {meaning}.',
  },
];

/** The motifs that we can draw; articles about others show one of these. */
const DRAWN = new Map([
  ['parang', MOTIFS.parang],
  ['kawung', MOTIFS.kawung],
  ['mega mendung', MOTIFS.megaMendung],
]);

/** Every second week. @param {Context} context @param {number} count @returns {Letter[]} */
export function batikNews({ random, daysAgo, letter, boundary, id }, count) {
  const from = { name: 'Newsletter Batik', address: 'redaksi@kabarbatik.example' };
  return Array.from({ length: count }, (_, index) => {
    const subject = SUBJECTS[index % SUBJECTS.length] ?? SUBJECTS[0];
    const angle =
      ANGLES[(index + Math.floor(index / SUBJECTS.length)) % ANGLES.length] ?? ANGLES[0];
    const fill = (/** @type {string} */ template) =>
      template.replace(/\{(\w+)\}/g, (_match, key) => String(Object(subject)[key]));
    const [lead, body] = [fill(angle?.lead ?? ''), fill(angle?.body ?? '')];
    const dye = random.pick(DYES);
    const draw = DRAWN.get(subject?.motif ?? '') ?? random.pick(Object.values(MOTIFS));
    const [header, picture] = [id('kabarbatik.example'), id('kabarbatik.example')];
    const reader = random.hex(10);
    const motif = subject?.motif ?? '';
    const title = `Motif ${motif}: ${angle?.title}`;
    const html = `<!DOCTYPE html>
<html lang="id"><head><meta charset="utf-8"><title>${title}</title><style>
.wrap{max-width:600px;margin:0 auto;font-family:Georgia,serif;color:#2b1a12;background:#fffdf8}
h1{font-size:26px;font-weight:normal;margin:24px 20px 8px}p{line-height:1.6;margin:12px 20px}
.b{display:inline-block;background:${dye[1]};color:#fff;padding:10px 18px;border-radius:4px;text-decoration:none}
@media(max-width:480px){h1{font-size:21px}}</style></head>
<body bgcolor="#efe7da"><table class="wrap" role="presentation" width="600" cellspacing="0" cellpadding="0" align="center"><tr><td>
<img src="cid:${header}" width="240" height="48" alt="Kabar Batik">
<h1>${title}</h1>
<p>${lead}</p>
<p><img src="cid:${picture}" width="200" height="200" alt="Contoh motif" style="float:right;margin:0 0 12px 16px;border:1px solid #d9b382">${body}</p>
<p>Bulan ini ada ${random.between(2, 9)} lokakarya di ${random.between(2, 5)} kota. Anggota mendapat potongan ${random.between(1, 4) * 5} persen.</p>
<p><a class="b" href="https://kabarbatik.example/artikel/${motif.replace(' ', '-')}?utm_source=surel&amp;r=${reader}">Baca selengkapnya</a></p>
<p><img src="https://gambar.kabarbatik.example/${index}/foto-1.jpg" width="270" alt=""> <img src="https://gambar.kabarbatik.example/${index}/foto-2.jpg" width="270" alt=""></p>
<p style="font-size:12px;color:#8a7a6a">Anda menerima surel ini karena berlangganan di kabarbatik.example.<br><a href="https://kabarbatik.example/berhenti?r=${reader}">Berhenti berlangganan</a></p>
</td></tr></table><img src="https://t.kabarbatik.example/buka.gif?r=${reader}&amp;n=${index}" width="1" height="1" alt="" style="display:none"></body></html>
`;
    const plain = `${title.toUpperCase()}\n\n${lead}\n\n${body}\n\nBaca selengkapnya:\nhttps://kabarbatik.example/artikel/${motif.replace(' ', '-')}\n\nBerhenti berlangganan:\nhttps://kabarbatik.example/berhenti?r=${reader}\n`;
    const rich = multipart(
      'related',
      [
        text(html, { subtype: 'html' }),
        attachment('image/png', 'kepala.png', sign(dye), { contentId: header }),
        attachment('image/png', 'motif.png', draw(200, dye), { contentId: picture }),
      ],
      boundary(),
    );
    return letter({
      from,
      subject: title,
      date: daysAgo(5 + index * 14, 7, 0),
      fields: [
        'List-Id: Kabar Batik <berita.kabarbatik.example>',
        `List-Unsubscribe: <https://kabarbatik.example/berhenti?r=${reader}>`,
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
        'Precedence: bulk',
      ],
      part: multipart('alternative', [text(plain), rich], boundary()),
    });
  });
}

/** A marketplace's offers: HTML alone, all of it remote. @param {Context} context @param {number} count @returns {Letter[]} */
export function offers({ random, daysAgo, letter }, count) {
  const goods = [
    'label printer',
    'kraft mailing boxes',
    'tissue paper',
    'garment rack',
    'photo light tent',
    'barcode scanner',
    'sewing machine oil',
    'steam iron',
    'thank-you cards',
    'fabric scissors',
  ];
  return Array.from({ length: count }, (_, index) => {
    const picked = random.some(goods, 4);
    const percent = random.between(3, 14) * 5;
    const customer = random.hex(12);
    const cells = picked
      .map(
        (name, place) =>
          `<td style="padding:8px"><img src="http://img.tokogrosir.example/p/${index}${place}.jpg" width="120" height="120" alt="${name}"><br><b>${name}</b><br><s>Rp ${random.between(90, 400)}.000</s> <font color="#b00020">Rp ${random.between(30, 89)}.000</font></td>`,
      )
      .join('');
    return letter({
      from: { name: 'Toko Grosir', address: 'promo@tokogrosir.example' },
      subject: random.pick([
        `${percent}% off ${picked[0]}s until Sunday`,
        `Sari, your ${picked[0]} is waiting`,
        `Free shipping on ${picked[0]}s this week`,
        `Only today: ${picked[0]} at half the price ⏰`,
      ]),
      date: daysAgo(8 + index * 22, 11),
      authenticated: random.oneIn(4) ? 'fail' : 'pass',
      fields: [
        'Precedence: bulk',
        `List-Unsubscribe: <mailto:stop@tokogrosir.example?subject=${customer}>`,
      ],
      part: text(
        `<html><body background="http://img.tokogrosir.example/bg.png"><center><h2>Hello Sari!</h2><p>Small shops like yours save up to <b>${percent}%</b> this week.</p><table border=0><tr>${cells}</tr></table><p><a href="http://klik.tokogrosir.example/go?c=${customer}&u=1">Shop now</a></p></center><img src="http://klik.tokogrosir.example/px?c=${customer}" width=1 height=1></body></html>\n`,
        { subtype: 'html', charset: 'utf-8', transfer: 'quoted-printable' },
      ),
    });
  });
}
