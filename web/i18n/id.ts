// SPDX-License-Identifier: Apache-2.0
// Indonesian, as people speak to customers.

import type { FailureCode, Security } from '../protocol.ts';
import type { FailureContext, Messages } from './en.ts';

const number = new Intl.NumberFormat('id-ID');

function count(n: number, noun: string): string {
  return `${number.format(n)} ${noun}`;
}

const failures: Record<FailureCode, (about: FailureContext) => string> = {
  'relay.unreachable': ({ relay }) =>
    `Relai di ${relay} tidak menjawab. Surat Anda di sini tetap bisa dibaca.`,
  'relay.refused': ({ relay, server, port }) =>
    `Relai di ${relay} tidak mau menyambung ke ${server} di port ${port}. Surat Anda di sini tetap bisa dibaca.`,
  'connect.refused': ({ server, port }) =>
    `${server} tidak bisa dihubungi di port ${port}. Periksa nama server dan portnya.`,
  'tls.untrusted': ({ server }) =>
    `Tidak ada lembaga yang dikenal aplikasi ini yang menjamin ${server}. Kata sandi tidak dikirim.`,
  'tls.expired': ({ server }) =>
    `Sertifikat ${server} sudah tidak berlaku. Kata sandi tidak dikirim. Jika jam Anda benar, beri tahu pengelola server.`,
  'tls.wrong-host': ({ server }) =>
    `Server yang menjawab memakai sertifikat untuk nama lain, bukan ${server}. Kata sandi tidak dikirim.`,
  'tls.pin-mismatch': ({ server }) =>
    `${server} menunjukkan kunci yang berbeda dari yang Anda percayai. Mungkin sertifikatnya baru, mungkin ada yang menyusup. Kata sandi tidak dikirim.`,
  'tls.protocol': ({ server }) =>
    `Sambungan aman ke ${server} tidak berhasil disepakati. Kata sandi tidak dikirim.`,
  'tls.stls-unavailable': ({ server }) =>
    `${server} tidak menyediakan enkripsi di port ini. Kata sandi tidak dikirim. Coba port 995 dengan TLS.`,
  'tls.stls-injection': ({ server }) =>
    `Ada yang menyelipkan sesuatu di awal sambungan terenkripsi ke ${server}. Kata sandi tidak dikirim.`,
  'auth.rejected': ({ server }) =>
    `${server} tidak menerima nama pengguna atau kata sandi. Tidak ada yang berubah. Gmail dan Yahoo meminta kata sandi aplikasi.`,
  'auth.unsupported': ({ server }) =>
    `${server} tidak menyediakan cara masuk yang dikenal aplikasi ini. Tidak ada yang berubah.`,
  'auth.insecure': ({ server }) =>
    `Kata sandi Anda akan sampai ke ${server} tanpa enkripsi, jadi tidak dikirim.`,
  'server.busy': ({ server }) =>
    `${server} memberi tahu bahwa program lain sedang membaca kotak surat ini. Tutup program itu atau tunggu beberapa menit.`,
  'server.login-delay': ({ server }) =>
    `${server} meminta jeda lebih lama antara dua kunjungan. Tunggu beberapa menit.`,
  'server.temporary': ({ server }) =>
    `${server} sedang mengalami gangguan. Biasanya tidak berlangsung lama.`,
  'server.permanent': ({ server }) =>
    `${server} menolak kotak surat ini. Tanyakan kepada pengelolanya.`,
  'protocol.malformed': ({ server }) =>
    `Jawaban ${server} bukan POP3. Periksa nama server, port, dan keamanannya.`,
  'protocol.closed': ({ server }) => `${server} memutus sambungan sebelum semuanya tiba.`,
  'protocol.timeout': ({ server }) => `${server} berhenti menjawab.`,
  'limit.exceeded': ({ server }) =>
    `${server} mengirim lebih banyak daripada yang diterima aplikasi ini sekaligus, jadi sambungan dihentikan.`,
  'storage.full': () => 'Penyimpanan peramban ini penuh.',
  'storage.failed': () => 'Peramban ini tidak bisa menulis ke penyimpanannya.',
  cancelled: () => 'Dihentikan.',
  internal: () => 'Aplikasi membuat kesalahan dan sudah memulai ulang bagian itu.',
};

export const id: Messages = {
  languageName: 'Bahasa Indonesia',
  locale: 'id-ID',
  appName: 'Pillarbox',

  actions: {
    addAccount: 'Tambah akun',
    saveAccount: 'Simpan akun',
    checkMail: 'Periksa surat',
    stop: 'Berhenti',
    settings: 'Pengaturan',
    delete: 'Hapus',
    archive: 'Arsipkan',
    toInbox: 'Pindahkan ke kotak masuk',
    star: 'Beri bintang',
    markUnread: 'Tandai belum dibaca',
    markRead: 'Tandai sudah dibaca',
    showRemote: 'Tampilkan konten dari internet',
    viewSource: 'Lihat sumber',
    print: 'Cetak',
    saveAttachment: (name: string) => `Simpan lampiran ${name}`,
    saveSource: 'Simpan sebagai berkas',
    tryDemo: 'Coba kotak surat contoh',
    back: 'Kembali',
    cancel: 'Batal',
    close: 'Tutup',
    dismiss: 'Tutup pesan ini',
    undo: 'Urungkan',
    discard: 'Hapus juga di sana',
    fetchRest: 'Unduh sisanya',
    edit: (account: string) => `Ubah ${account}`,
    keep: (account: string) => `Urungkan: pertahankan ${account}`,
    remove: (account: string) => `Keluarkan ${account}`,
    continue: 'Lanjutkan',
    continuePlain: 'Lanjutkan tanpa enkripsi',
    trust: 'Percayai sertifikat ini',
    trustNew: 'Percayai kunci baru',
    doNotConnect: 'Jangan sambungkan',
    reload: 'Muat ulang',
    keepMail: 'Minta peramban menyimpannya',
    showAll: 'Tampilkan sisanya',
    clearSearch: 'Kosongkan pencarian',
  },

  steps: {
    retry: 'Coba lagi',
    password: 'Coba lagi',
    relay: 'Pengaturan relai',
    account: 'Pengaturan akun',
    compare: 'Bandingkan',
    certificate: 'Lihat sertifikat',
    space: 'Kosongkan ruang',
    reload: 'Muat ulang',
  },

  folders: {
    label: 'Folder',
    inbox: 'Kotak masuk',
    starred: 'Berbintang',
    archive: 'Arsip',
    trash: 'Sampah',
    accounts: 'Akun',
    allAccounts: 'Semua akun',
    unread: (n: number) => count(n, 'surat belum dibaca'),
  },

  panes: { label: 'Tampilan', mail: 'Surat', search: 'Cari', folders: 'Folder' },

  search: {
    label: 'Cari surat',
    placeholder: (n: number) =>
      n > 0 ? `Cari di ${count(n, 'surat')}, juga saat luring` : 'Cari surat, juga saat luring',
    found: (n: number) => (n === 0 ? 'Tidak ditemukan' : `${number.format(n)} ditemukan`),
  },

  status: {
    checked: (ago: string) => `Diperiksa ${ago}`,
    neverChecked: 'Belum pernah diperiksa',
    offline: 'Luring: surat di sini tetap bisa dibaca',
    now: 'baru saja',
    minutes: (n: number) => `${n} menit lalu`,
    hours: (n: number) => `${n} jam lalu`,
    days: (n: number) => `${n} hari lalu`,
  },

  progress: {
    label: 'Memeriksa surat',
    connecting: 'Menyambung …',
    nothingNew: 'Mencari surat baru …',
    of: (done: number, total: number) => `${number.format(done)} dari ${number.format(total)}`,
    left: (time: string) => `sisa ${time}`,
    seconds: (n: number) => `${n} detik`,
    minutes: (n: number) => `${n} menit`,
  },

  list: {
    label: 'Surat',
    from: (name: string) => name || 'Pengirim tidak dikenal',
    noSubject: '(tanpa perihal)',
    unread: 'belum dibaca',
    starred: 'berbintang',
    attachments: 'ada lampiran',
    headerOnly: (size: string) => `Baru kepala suratnya · ${size}`,
    loading: 'Membaca daftar …',
    long: 'Membaca daftar lebih lama dari biasanya.',
    failed: 'Daftar tidak bisa dibaca.',
  },

  groups: {
    future: 'Bertanggal masa depan',
    today: 'Hari ini',
    yesterday: 'Kemarin',
    thisWeek: 'Awal minggu ini',
    lastWeek: 'Minggu lalu',
    thisMonth: 'Awal bulan ini',
  },

  start: {
    worker: {
      word: 'Memulai aplikasi …',
      long: 'Aplikasi mulai lebih lama dari biasanya.',
      why: 'Mungkin sambungan lambat, atau perangkat ini sedang sibuk. Jika mencoba lagi tidak menolong, tutup peramban lalu buka kembali.',
    },
    database: {
      word: 'Membuka kotak surat Anda …',
      long: 'Membuka kotak surat Anda lebih lama dari biasanya.',
      why: 'Mungkin tab lain aplikasi ini, atau peramban sendiri, sedang memakainya. Jika mencoba lagi tidak menolong, tutup peramban lalu buka kembali.',
    },
    blocked: {
      word: 'Menunggu tab lain aplikasi ini …',
      long: 'Kotak surat Anda masih dipakai tab lain.',
      why: 'Tab itu memakai versi aplikasi yang lebih lama. Tutup tab itu, dan tab ini berlanjut sendiri.',
    },
    upgrade: {
      word: 'Menyiapkan kotak surat Anda untuk versi ini …',
      long: 'Kotak surat Anda masih disiapkan.',
      why: 'Ini hanya sekali, dan bisa beberapa menit jika surat Anda banyak. Biarkan tab ini terbuka: nanti berlanjut sendiri. Jika dimuat ulang, mulai dari awal lagi.',
    },
    accounts: {
      word: 'Membaca kotak surat Anda …',
      long: 'Membaca kotak surat Anda lebih lama dari biasanya.',
      why: 'Mungkin tab lain aplikasi ini, atau peramban sendiri, sedang memakainya. Jika mencoba lagi tidak menolong, tutup peramban lalu buka kembali.',
    },
    busy: 'Mungkin perangkat ini, atau tab lain aplikasi ini, sedang sibuk.',
    troubles: {
      code: {
        title: 'Sebagian aplikasi tidak termuat.',
        text: 'Tidak ada yang hilang, dan surat Anda masih di sini. Periksa sambungan Anda, lalu coba lagi.',
      },
      database: {
        title: 'Penyimpanan surat tidak bisa dibuka.',
        text: 'Tidak ada yang diubah, dan surat Anda masih di dalamnya. Tutup tab lain aplikasi ini, lalu coba lagi.',
      },
      newer: {
        title: 'Penyimpanan surat dibuat oleh versi aplikasi yang lebih baru.',
        text: 'Tidak ada yang diubah. Muat ulang untuk memakai versi baru.',
      },
    },
    emptied: {
      title: 'Peramban ini telah mengosongkan penyimpanan Pillarbox.',
      text: 'Akun dan surat yang tersimpan di sini sudah tidak ada. Surat yang masih ada di server bisa diunduh lagi: tambahkan akunnya seperti dulu.',
      backup:
        'Jika ada cadangan perangkat ini, pulihkan dulu profil peramban dari cadangan itu: suratnya ada di dalamnya.',
    },
  },

  empty: {
    opening: 'Membuka surat Anda …',
    firstTitle: 'Surat Anda, Anda yang menyimpan.',
    firstText:
      'Pillarbox mengunduh surat dari kotak surat POP3 Anda, menyimpannya di perangkat ini, dan menampilkannya tanpa internet. Relai yang dipakainya hanya melihat data terenkripsi.',
    readyTitle: 'Semua sudah siap.',
    readyText: 'Tombol Periksa surat di atas mengunduh yang menunggu di server.',
    inboxTitle: 'Belum ada surat di sini.',
    inboxText: 'Surat berikutnya akan muncul di sini.',
    starredTitle: 'Belum ada yang berbintang.',
    starredText: 'Bintang membuat surat mudah ditemukan, di mana pun letaknya.',
    archiveTitle: 'Arsip masih kosong.',
    archiveText: 'Surat yang sudah selesai dan ingin Anda simpan masuk ke sini.',
    trashTitle: 'Sampah kosong.',
    trashText: 'Yang Anda hapus menunggu di sini, kalau-kalau masih diperlukan.',
    searchTitle: 'Tidak ditemukan.',
    searchText: (query: string) =>
      `Tidak ada pengirim, perihal, atau awal surat di sini yang memuat “${query}”.`,
    noneOpenTitle: 'Belum ada surat yang dibuka.',
    noneOpenText: 'Pilih satu dari daftar.',
    arrivingTitle: 'Surat sedang datang.',
    arrivingText: 'Setiap surat muncul di sini begitu tersimpan dengan aman.',
  },

  reader: {
    label: 'Isi surat',
    bodyTitle: 'Tubuh surat',
    to: 'kepada',
    cc: 'tembusan',
    me: 'saya',
    nobody: 'tanpa penerima',
    quoted: (lines: number) => `Kutipan, ${count(lines, 'baris')}`,
    attachments: 'Lampiran',
    nothing: 'Surat ini tidak berisi teks.',
    gone: 'Surat ini tidak bisa dibuka. Surat tetap tersimpan di sini.',
    textOnly:
      'Ditampilkan sebagai teks biasa, karena versi berformatnya sempat menghentikan aplikasi.',
    tooLarge: 'Ditampilkan sebagai teks biasa, karena versi berformatnya sangat besar.',
    defects: (n: number) =>
      `${count(n, 'bagian')} surat ini tidak mengikuti aturan surel dan mungkin tampak janggal.`,
    headerOnly: (size: string) =>
      `Baru kepala surat ini yang ada di sini: ukurannya ${size}, melebihi batas ukuran akun ini. Suratnya sendiri tetap di server sampai Anda mengunduhnya.`,
    remote: (pictures: number, trackers: number) => {
      const what = [
        ...(pictures > 0 ? [count(pictures, 'gambar')] : []),
        ...(trackers > 0 ? [count(trackers, 'pelacak')] : []),
      ].join(' dan ');
      return `${what} tidak dimuat.`;
    },
    sourceTitle: 'Sumber',
    sourceCut: (shown: string, all: string) => `${shown} pertama dari ${all}.`,
    loading: 'Membuka surat …',
    long: 'Membuka surat ini lebih lama dari biasanya.',
  },

  account: {
    addTitle: 'Tambah akun',
    editTitle: 'Pengaturan akun',
    intro:
      'Ketik alamat Anda: sisanya tebakan yang bisa Anda ubah. Di halaman bantuan penyedia surel, ini disebut “pengaturan POP3”.',
    address: 'Alamat surel',
    user: 'Nama pengguna',
    password: 'Kata sandi',
    passwordKept: 'Kosongkan jika tidak berubah.',
    obstacle: {
      none: (provider: string) =>
        `${provider} tidak punya POP3, jadi aplikasi ini tidak bisa mengambil surat dari sana.`,
      signIn: (provider: string) =>
        `${provider} hanya menerima aplikasi lewat halaman masuknya sendiri, yang tidak ada di aplikasi ini. Kemungkinan besar kata sandi Anda ditolak, kata sandi aplikasi pun.`,
      switchOn: (provider: string) =>
        `Aktifkan dulu POP3 di pengaturan ${provider}, lewat situs webnya.`,
      appPassword: (provider: string) =>
        `${provider} tidak menerima kata sandi biasa di sini: buat kata sandi aplikasi di pengaturan keamanan akun Anda di sana.`,
      switchOnAndAppPassword: (provider: string) =>
        `Aktifkan dulu POP3 di pengaturan ${provider}, lewat situs webnya. Kata sandi biasa tidak diterima di sini: buat kata sandi aplikasi di pengaturan keamanan akun Anda di sana.`,
    },
    server: 'Server',
    port: 'Port',
    security: 'Keamanan',
    securities: { tls: 'TLS', stls: 'STLS', none: 'Tanpa' } satisfies Record<Security, string>,
    securityHint: {
      tls: 'Terenkripsi sejak bita pertama. Pilihan yang lazim.',
      stls: 'Mulai terbuka, lalu beralih ke enkripsi; tidak pernah lanjut tanpanya.',
      none: 'Siapa pun di antara Anda dan server bisa membaca surat dan kata sandi.',
    } satisfies Record<Security, string>,
    after: 'Setelah diunduh',
    afterLeave: 'Biarkan di server',
    afterDelete: 'Hapus dari server',
    afterDeleteLater: 'Hapus setelah',
    days: 'Hari',
    daysHint: 'Dihitung sejak surat tersimpan di sini.',
    deleteWarning:
      'Setelah itu hanya ada salinan di peramban ini, dan peramban belum berjanji menyimpannya: data situs yang lama tidak dibuka bisa dihapusnya.',
    deleteNotice: 'Setelah itu hanya ada salinan di peramban ini.',
    check: 'Periksa surat baru',
    checkEvery: {
      5: 'Setiap 5 menit',
      10: 'Setiap 10 menit',
      15: 'Setiap 15 menit',
      30: 'Setiap setengah jam',
      60: 'Setiap jam',
      never: 'Hanya saat saya minta',
    },
    checkHint:
      'Selama aplikasi terbuka, setelah Anda memeriksanya sendiri sekali. Perlu kata sandi: yang diingat, atau yang Anda ketik sejak aplikasi dibuka.',
    recent: 'Semua surat terbaru',
    recentHint:
      'Gmail lalu menampilkan 30 hari terakhir, juga yang sudah diunduh program lain. Tanpa ini, setiap surat hanya ditampilkan ke satu program.',
    sizeLimit: 'Batas ukuran',
    sizeLimitHint:
      'Dari surat yang lebih besar hanya kepalanya yang diunduh, sampai Anda meminta sisanya.',
    noSizeLimit: 'Tanpa batas',
    relay: 'Relai',
    relayHint:
      'Kosong berarti milik situs ini. Relai meneruskan data terenkripsi dan tidak bisa membacanya.',
    remember: 'Ingat kata sandi',
    rememberHint:
      'Terenkripsi, hanya di perangkat ini. Jika tidak, kata sandi dilupakan saat aplikasi ditutup.',
    needAddress: 'Ketik alamat seperti anda@example.org.',
    needUser: 'Ketik nama pengguna.',
    needServer: 'Ketik nama server, misalnya pop.example.org.',
    badPort: 'Port adalah angka dari 1 sampai 65535.',
    badDays: 'Ketik jumlah hari dari 1 sampai 3650.',
    badRelay: 'Alamat relai diawali wss:// (atau ws:// di komputer ini).',
    saved: (address: string) => `${address} tersimpan.`,
  },

  dialogs: {
    passwordTitle: 'Perlu kata sandi',
    passwordText: (user: string, server: string) =>
      `Untuk ${user} di ${server}. Disimpan sampai Anda menutup aplikasi.`,
    certificateTitle: 'Sertifikat belum dipercaya',
    certificateText: (server: string) =>
      `Tidak ada lembaga yang dikenal aplikasi ini yang menjamin ${server}. Jika ini server Anda sendiri, cocokkan sidik jarinya dengan yang diberikan pengelolanya. Jika Anda tidak menduganya, mungkin ada yang menyusup.`,
    changedTitle: 'Sertifikat berubah',
    changedText: (server: string) =>
      `${server} menunjukkan kunci yang berbeda dari yang Anda percayai. Tanyakan kepada pengelolanya sebelum memercayai yang baru.`,
    detailsTitle: 'Sertifikat',
    plainTitle: 'Tanpa enkripsi',
    plainText: (server: string, relay: string) =>
      `Tanpa enkripsi, relai (${relay}) dan siapa pun di jaringan antara relai dan ${server} bisa membaca nama pengguna, kata sandi, dan semua surat Anda, bahkan mengubahnya di jalan.`,
    removeTitle: 'Keluarkan akun',
    removeText: (address: string) =>
      `Semua surat ${address} yang tersimpan di sini ikut hilang bersama akunnya. Yang masih di server tetap di sana.`,
    removeCounting: 'Menghitung surat yang hanya ada di sini …',
    removeUnknown: 'Jumlah surat yang hanya ada di sini tidak bisa dihitung: mungkin semuanya.',
    removeCounted: (only: number, total: number) => {
      if (total === 0) return 'Tidak ada suratnya yang tersimpan di sini.';
      if (only === 0) {
        return `Dari ${count(total, 'suratnya')}, tidak ada yang dihapus aplikasi ini di server, jadi seharusnya masih ada di sana.`;
      }
      const some =
        only === total
          ? `Semua (${count(total, 'surat')})`
          : `${number.format(only)} dari ${count(total, 'surat')}`;
      return `${some} hanya ada di sini, sejauh yang diketahui aplikasi ini. Server sudah tidak memilikinya, dan surat itu akan hilang untuk selamanya.`;
    },
    removeYes: 'Keluarkan akun dan suratnya',
    subject: 'Nama',
    issuer: 'Diterbitkan oleh',
    names: 'Berlaku untuk',
    valid: 'Masa berlaku',
    fingerprint: 'SHA-256',
    key: 'Kunci',
    keyBefore: 'Kunci yang Anda percayai',
    keyNow: 'Kunci sekarang',
    validFromTo: (from: string, to: string) => `${from} sampai ${to}`,
  },

  failures,
  unknownHost: ({ server }: FailureContext) => `${server} tidak ditemukan. Periksa nama server.`,
  safe: {
    nothingLost: 'Tidak ada yang hilang.',
    counted: (stored: number, left: number) =>
      `${count(stored, 'surat')} aman di sini, ${number.format(left)} masih di server.`,
    setAside: (n: number, server: string) =>
      `${count(n, 'surat')} di ${server} tiga kali membuat sambungan gagal dan untuk sementara ditinggal di sana. Tidak ada yang hilang, dan surat lain tetap masuk.`,
    detail: 'Rincian',
    refused: 'Itu tidak berhasil. Tidak ada yang hilang.',
  },

  notices: {
    arrived: (n: number) => (n === 0 ? 'Tidak ada surat baru.' : `${count(n, 'surat baru')}.`),
    deletedThere: (n: number) => `${count(n, 'surat')} dihapus dari server.`,
    skipped: (n: number) => `${count(n, 'surat')} ditinggal di server.`,
    stopped: 'Dihentikan.',
    deleted: 'Dihapus di sini. Di server tetap ada.',
    deletedOnly: 'Dihapus. Surat ini menunggu di Sampah.',
    discarded: 'Pemeriksaan berikutnya menghapusnya juga di server.',
    archived: 'Diarsipkan.',
    moved: 'Dipindahkan ke kotak masuk.',
    leaving: (address: string) =>
      `${address} dan suratnya akan dihapus dari sini dalam sepuluh detik.`,
    kept: (address: string) => `${address} tetap ada, dengan semua suratnya.`,
    removed: (address: string) => `${address} dikeluarkan.`,
    notRemoved: (address: string) => `${address} belum dikeluarkan seluruhnya. Coba lagi.`,
    update: 'Versi baru sudah siap.',
    offlineReady: 'Siap dipakai tanpa internet.',
  },

  waiting: {
    text: (address: string) => `Perlu kata sandi untuk ${address}.`,
    enter: 'Ketik kata sandi',
  },

  log: {
    title: 'Catatan percakapan',
    of: (address: string) => `Catatan percakapan ${address}`,
    text: (server: string) =>
      `Percakapan pada pemeriksaan terakhir dengan ${server}. Kata sandi dan isi surat tidak ada di dalamnya; nama pengguna Anda ada.`,
    none: (address: string) => `${address} belum pernah diperiksa.`,
    copy: 'Salin',
    copied: 'Tersalin.',
    notCopied: 'Peramban tidak mengizinkan: pilih teksnya saja.',
  },

  settings: {
    title: 'Pengaturan',
    edit: 'Ubah',
    leaving: { soon: 'Segera dikeluarkan.', now: 'Sedang dikeluarkan …' },
    language: 'Bahasa',
    accounts: 'Akun',
    noAccounts: 'Belum ada.',
    storage: 'Penyimpanan',
    usage: (used: string, quota: string) => `${used} dari ${quota} terpakai di sini`,
    persisted: 'Peramban sudah setuju menyimpan surat ini.',
    notPersisted: 'Peramban bisa menghapus surat ini bila perangkat kehabisan ruang.',
    persistRefused: 'Peramban belum setuju. Biasanya setuju setelah aplikasi dipasang.',
    connection: 'Sambungan',
    noConnection: 'Belum pernah tersambung.',
    secured: (protocol: string, cipher: string, group: string) =>
      [protocol, cipher, group].filter((part) => part !== '').join(' · '),
    pinned: 'Kuncinya sama dengan yang Anda percayai.',
    vouched: (issuer: string) => `Diterbitkan oleh ${issuer}.`,
    plain: 'Tidak terenkripsi.',
    lastChecked: (when: string) => `Terakhir diperiksa ${when}`,
    keys: 'Tombol',
    keyList: [
      ['/', 'Cari'],
      ['j  k', 'Surat berikutnya dan sebelumnya'],
      ['Enter', 'Buka'],
      ['Esc', 'Kembali'],
      ['e', 'Arsipkan'],
      ['s', 'Beri bintang'],
      ['Del', 'Hapus'],
    ],
    about: 'Tentang',
    aboutText: 'Pillarbox adalah perangkat lunak bebas dengan Lisensi Apache 2.0.',
  },

  seal: {
    encrypted: 'Terenkripsi sampai server surat',
    plain: 'Tidak terenkripsi sampai server surat',
    unknown: 'Belum pernah tersambung',
  },
};
