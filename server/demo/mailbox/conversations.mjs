// SPDX-License-Identifier: Apache-2.0
// Threads with customers abroad, each written out by hand. A turn that begins with "me:" is what
// Sari answered: it is not in her inbox, but the next letter refers to it and quotes it.

/**
 * @typedef {object} Conversation
 * @property {import('./context.mjs').Person} with
 * @property {number} zone minutes east of UTC
 * @property {number} days how long ago it ended
 * @property {string} subject
 * @property {string} reply what stands before the subject of an answer
 * @property {string} wrote the line before the quote
 * @property {import('./charsets.mjs').Charset} [charset]
 * @property {import('./compose.mjs').Transfer} [transfer]
 * @property {boolean} [flowed]
 * @property {string[]} turns
 */

/** @type {Conversation[]} */
export const CONVERSATIONS = [
  {
    with: { name: 'Maria Hofer', address: 'maria.hofer@werkladen.example' },
    zone: 60,
    days: 1,
    subject: 'Bestellung {year}-1107: Lieferadresse',
    reply: 'AW: ',
    wrote: 'Am {date} schrieb Sari Wulandari:',
    charset: 'windows-1252',
    turns: [
      'Guten Tag Frau Wulandari,\n\nwir möchten für die Weihnachtszeit nachbestellen: 40 Schals „Mega Mendung“ und 25 Tischläufer, je zur Hälfte in Blau und Braun. Ist das bis Anfang Dezember machbar? Die letzte Lieferung war übrigens wunderschön, alles war innerhalb von drei Wochen verkauft.\n\nMit freundlichen Grüßen\nMaria Hofer\nWerkladen Salzburg',
      'me:Guten Tag Frau Hofer, ja, das schaffen wir. Der Preis für die Schals bleibt bei 19 € das Stück, die Tischläufer kosten 14 €. Herzliche Grüße, Sari',
      'Liebe Frau Wulandari,\n\nwunderbar, dann bestellen wir verbindlich. Eine Frage noch: Können Sie die Pflegehinweise auf Deutsch beilegen? Unsere Kundinnen fragen oft, ob man die Stoffe in der Maschine waschen darf.\n\nHerzlich\nMaria Hofer',
      'me:Ja, die Zettel auf Deutsch lege ich bei. Bitte nur kalt und mit der Hand waschen.',
      'Liebe Frau Wulandari,\n\ndanke! Die Anzahlung ist heute überwiesen (380 €), der Beleg kommt mit getrennter Post.\n\nHerzlich\nMaria Hofer',
      'me:Angekommen, vielen Dank! Wir packen diese Woche.',
      'Guten Tag,\n\ndie neue Adresse lautet Salzburger Straße 14, 5400 Hallein. Wir sind umgezogen, und ich hatte ganz vergessen, es Ihnen zu sagen. Bitte schicken Sie das Paket nicht mehr an die alte Adresse, dort wird nichts angenommen.\n\nMit freundlichen Grüßen\nMaria Hofer',
    ],
  },
  {
    with: { name: 'Museumsshop am Wall', address: 'einkauf@museumsshop-wall.example' },
    zone: 120,
    days: 210,
    subject: 'Anfrage: Batikstoffe für Sonderausstellung',
    reply: 'AW: ',
    wrote: 'Am {date} schrieb Sari Wulandari:',
    charset: 'iso-8859-1',
    transfer: '8bit',
    turns: [
      'Sehr geehrte Damen und Herren,\n\nim kommenden Frühjahr zeigen wir eine Ausstellung über Textilien aus Java. Für den Shop suchen wir kleine Stücke zwischen 10 und 30 Euro, gern mit einer Karte, auf der das Muster erklärt wird.\n\nKönnten Sie uns Ihr Angebot und die Versandkosten nach Bremen nennen?\n\nMit freundlichen Grüßen\nJörg Petersen',
      'me:Sehr geehrter Herr Petersen, vielen Dank. Ich schicke Ihnen gern ein Paket mit zwölf Mustern. Der Versand kostet rund 35 Euro.',
      'Sehr geehrte Frau Wulandari,\n\ndas Musterpaket ist angekommen, der Zoll hat sich Zeit gelassen. Die Taschen und die Lesezeichen gefallen uns am besten; bei den Lesezeichen wären 200 Stück realistisch.\n\nBeste Grüße\nJörg Petersen',
    ],
  },
  {
    with: { name: 'Claire Whitfield', address: 'claire@thelongthread.example' },
    zone: 0,
    days: 12,
    subject: 'Spring order and a small problem with customs',
    reply: 'Re: ',
    wrote: 'On {date}, Sari Wulandari wrote:',
    flowed: true,
    charset: 'us-ascii',
    transfer: '7bit',
    turns: [
      "Dear Sari,\n\nThe parcel arrived this morning, only to be held for a form that nobody had asked for before. Could you send me a short note saying that the cloth is handmade and naming the country of origin? A scan with your signature will do. The lady at customs was perfectly kind about it, but she can't release the box without one.\n\nOnce that is sorted I would like to place the spring order: sixty scarves, same as last year, but with fewer of the reds and more indigo. People here seem to want blue this year and I have stopped trying to understand why.\n\nWarm wishes,\nClaire\n\n-- \nThe Long Thread, Fair Trade Textiles\n12 Mill Lane, Hebden",
      'me:Dear Claire, the note is attached, signed and stamped. For the spring order I can do 45 indigo and 15 red. Would the end of February be early enough?',
      "Dear Sari,\n\nThat did the trick, thank you. The box is here and the shop smells of wax and cloves, which I love.\n\nYes to 45 and 15, and the end of February is perfect. I'll pay half now as usual. One request from a customer: she would like a length of the kawung cloth, three metres, for curtains. Is it colourfast in sunlight? I told her that I would ask the person who knows.\n\nClaire\n\n-- \nThe Long Thread, Fair Trade Textiles\n12 Mill Lane, Hebden",
    ],
  },
  {
    with: { name: 'Daniel Okafor', address: 'd.okafor@lagosliving.example' },
    zone: 60,
    days: 95,
    subject: 'Wholesale price list, please',
    reply: 'Re: ',
    wrote: 'On {date}, Sari Wulandari wrote:',
    charset: 'us-ascii',
    transfer: '7bit',
    turns: [
      'Hello,\n\nI run two furniture shops in Lagos and saw your cushions at a trade fair in Jakarta. I would like to try a first order of about 100 covers, 45 x 45 cm, with zips. What is your wholesale price, and from how many pieces?\n\nRegards,\nDaniel Okafor',
      'me:Dear Mr Okafor, from 50 pieces a cover is Rp 62,000 without the filling. We can sew in zips for Rp 4,000 more. It takes four weeks.',
      'Hello Sari,\n\nThose prices work for us. Please quote 120 covers with zips, shipped by sea, and tell me what you need in advance. My forwarder in Semarang can collect.\n\nIs it possible to sew in our own label? I would send you a roll of them.\n\nRegards,\nDaniel',
      'me:Yes, labels are no problem, please send them to the shop. A deposit of 40 % would be fine.',
      'Hello Sari,\n\nThe deposit went out today and the labels left by courier; they should reach you on Thursday. Looking forward to this.\n\nDaniel',
    ],
  },
  {
    with: { name: 'Amelia Nguyen', address: 'amelia@sewsouth.example' },
    zone: 600,
    days: 48,
    subject: 'Workshop in March?',
    reply: 'Re: ',
    wrote: 'On {date}, Sari Wulandari wrote:',
    turns: [
      'Hi Sari,\n\nWe are a sewing group of nine from Melbourne and will be on Java in March. A friend told us that you let visitors try the canting. Could we come for an afternoon? We can be very quiet and very tidy.\n\nTwo of us don’t eat meat, in case you were thinking of lunch.\n\nAmelia',
      'me:Hi Amelia, nine is just right, that is how many stools we have. Lunch is gado-gado anyway. Any weekday but Friday?',
      'Hi Sari,\n\nWednesday the 11th then! What should we bring? Is it all right if my mother only watches? She is 81 and says she has finished learning things, though I don’t believe her.\n\nAmelia',
      'me:Bring clothes that may get stained. Your mother gets the chair with the arms.',
      'Hi Sari,\n\nJust to say thank you. It was the best day of the whole trip. My mother made the smallest kawung I have ever seen and has shown it to everyone on the plane.\n\nI attach nothing, because the photos are enormous; I’ll post you a stick.\n\nAmelia',
    ],
  },
  {
    with: { name: '小林 花', address: 'hana.kobayashi@nunoya.example' },
    zone: 540,
    days: 1,
    subject: '生地サンプルのお礼',
    reply: 'Re: ',
    wrote: '{date} Sari Wulandari さんは書きました:',
    charset: 'iso-2022-jp',
    transfer: '7bit',
    turns: [
      'サリ様\n\n先日はサンプルをお送りいただき、ありがとうございました。藍の色がとても美しく、写真で見るよりもずっと深い色でした。\n\n店のお客様にも見ていただいたところ、「パラン」の柄が一番人気でした。まずは二十メートルほど注文したいのですが、納期はどのくらいでしょうか。\n\nどうぞよろしくお願いいたします。\n\n小林 花\n布屋',
    ],
  },
  {
    with: { name: '小林 花', address: 'hana.kobayashi@nunoya.example' },
    zone: 540,
    days: 320,
    subject: 'はじめまして',
    reply: 'Re: ',
    wrote: '{date} Sari Wulandari さんは書きました:',
    charset: 'iso-2022-jp',
    transfer: '7bit',
    turns: [
      'はじめまして。京都で小さな布の店をしております、小林と申します。\n\n昨年の秋にジャワを旅行し、スマランの市場であなたの店の布を買いました。毎日のように眺めております。日本への発送は可能でしょうか。\n\n小林 花',
      'me:小林様、メールをありがとうございます。日本へもお送りできます。送料は一キロ約三千円です。サリ',
      'サリ様\n\nお返事ありがとうございます。それでは、見本を五種類ほど送っていただけますか。代金は先に振り込みます。\n\n梅の花が咲きはじめました。そちらは雨季でしょうか。\n\n小林 花',
    ],
  },
  {
    with: { name: '佐藤 健一', address: 'sato@kikaku-tenji.example' },
    zone: 540,
    days: 130,
    subject: '展示会出展のご案内',
    reply: 'Re: ',
    wrote: '{date} Sari Wulandari さんは書きました:',
    transfer: 'base64',
    turns: [
      'トコ・バティック ご担当者様\n\n突然のご連絡失礼いたします。来年五月に大阪で開かれる「アジアの手仕事展」の事務局の佐藤と申します。\n\nぜひ貴店にご出展いただきたく、ご案内申し上げます。出展料は無料、旅費の半額を補助いたします。\n\nご検討のほど、よろしくお願いいたします。\n\n佐藤 健一',
    ],
  },
  {
    with: { name: 'ليلى حداد', address: 'layla@baytalqumash.example' },
    zone: 180,
    days: 62,
    subject: 'استفسار عن أقمشة الباتيك',
    reply: 'رد: ',
    wrote: 'كتبت Sari Wulandari في {date}:',
    transfer: 'base64',
    turns: [
      'السيدة ساري المحترمة،\n\nتحية طيبة وبعد،\n\nأدير متجرًا للأقمشة في عمّان، وقد أعجبتني صور أقمشتكم كثيرًا. أود أن أعرف سعر المتر من الحرير المنقوش، وهل يمكن الشحن إلى الأردن خلال شهر رمضان؟\n\nمع خالص التحية،\nليلى حداد',
      'me:Dear Layla, thank you! Silk is US$ 21 a metre, and the parcel takes about twelve days. Sari',
      'عزيزتي ساري،\n\nشكرًا على الرد السريع. السعر مناسب. أرجو إرسال ثلاث قطع، كل قطعة خمسة أمتار: الأزرق والأخضر والبني. سأحوّل المبلغ يوم الأحد إن شاء الله.\n\nليلى',
      'me:All three are packed. The tracking number follows tomorrow.',
      'وصل الطرد اليوم، والألوان أجمل مما توقعت. شكرًا جزيلًا! زبائني يسألون من الآن عن الدفعة القادمة.\n\nليلى',
    ],
  },
  {
    with: { name: 'Carmen Ibáñez', address: 'carmen@hilosdelsur.example' },
    zone: -180,
    days: 77,
    subject: '¿Hacen envíos a la Argentina?',
    reply: 'RE: ',
    wrote: 'El {date}, Sari Wulandari escribió:',
    charset: 'iso-8859-1',
    turns: [
      'Hola, Sari:\n\nSoy diseñadora y trabajo con telas naturales. ¿Hacen envíos a la Argentina? Me interesan unos quince metros de algodón con el motivo «parang», en marrón y crema, para una colección pequeña.\n\nTambién quería preguntar si la tela encoge al lavarla.\n\nUn saludo cordial,\nCarmen Ibáñez',
      'me:Hola Carmen, sí, enviamos a todo el mundo. La tela ya está lavada y casi no encoge. Sari',
      '¡Qué buena noticia! Entonces hago el pedido. Prefiero que viaje despacio y barato: no hay apuro hasta agosto, y acá la aduana tampoco lo tiene.\n\nUn abrazo,\nCarmen',
      'me:Enviado hoy por correo marítimo.',
      'Llegó todo, y antes de lo previsto. El marrón es exactamente el que había imaginado. Te mando fotos cuando estén los primeros vestidos.\n\nCarmen',
    ],
  },
  {
    with: { name: 'Hélène Lefèvre', address: 'helene@atelier-lefevre.example' },
    zone: 120,
    days: 140,
    subject: 'Commande de coupons : précisions',
    reply: 'Re : ',
    wrote: 'Le {date}, Sari Wulandari a écrit :',
    charset: 'windows-1252',
    turns: [
      'Bonjour Madame,\n\nJ’ai bien reçu votre catalogue et je vous en remercie. Avant de commander, j’aurais besoin de quelques précisions : la largeur des coupons, le poids au mètre et le délai pour une dizaine de pièces. Votre « sekar jagad » est un vrai chef-d’œuvre.\n\nBien cordialement,\nHélène Lefèvre',
      'me:Bonjour Madame, les coupons font 105 cm de large et 130 g au mètre. Dix pièces sont prêtes tout de suite.',
      'Parfait, je prends les dix. Pourriez-vous les plier sans les rouler ? La dernière fois, un autre fournisseur les avait roulés et les plis ne sont jamais partis, même au fer.\n\nJe règle par virement dès réception de la facture, soit 240 € si j’ai bien compté.\n\nHélène Lefèvre',
    ],
  },
  {
    with: { name: '陈美玲', address: 'chen@yinhuabu.example' },
    zone: 480,
    days: 33,
    subject: '关于蜡染布的合作',
    reply: '回复: ',
    wrote: '{date},Sari Wulandari 写道:',
    charset: 'gb18030',
    transfer: 'base64',
    turns: [
      '莎莉女士:\n\n您好!我在广州经营一家手工布料店,在网上看到了您的作品,非常喜欢。请问蓝色的云纹布还有现货吗?如果一次订购一百米,价格可以优惠多少?\n\n期待您的回复。\n\n陈美玲',
      'me:Dear Ms Chen, we have 60 metres in stock and can make the rest within five weeks. For 100 metres the price is 10 % lower.',
      '莎莉女士:\n\n好的,先发六十米,其余的五周以后再发就可以了。运费由我们承担,请寄到附件里的地址。\n\n另外,我们的顾客常问花纹的含义,您能简单介绍一下吗?\n\n陈美玲',
    ],
  },
  {
    with: { name: 'Ольга Смирнова', address: 'olga@lavka-tkanej.example' },
    zone: 180,
    days: 180,
    subject: 'Вопрос о доставке тканей',
    reply: 'Re: ',
    wrote: '{date} Sari Wulandari пишет:',
    charset: 'koi8-r',
    transfer: '8bit',
    turns: [
      'Здравствуйте, Сари!\n\nМеня зовут Ольга, у меня небольшая лавка тканей. Подруга привезла с Явы ваш платок, и теперь все спрашивают, где такой купить. Скажите, пожалуйста, отправляете ли вы заказы почтой и сколько идёт посылка?\n\nС уважением,\nОльга Смирнова',
      'me:Dear Olga, yes, by registered post. Three to five weeks. Sari',
      'Спасибо за ответ! Пять недель нас устраивает, мы никуда не торопимся. Пришлите, пожалуйста, десять платков разных цветов, только без чёрного: у нас и так зима полгода.\n\nОльга',
      'me:Ten scarves, no black. I understand!',
      'Посылка пришла, всё цело. Платки разобрали за два дня, себе я успела оставить только один. Весной закажу ещё.\n\nОльга',
    ],
  },
  {
    with: { name: 'अंजलि शर्मा', address: 'anjali@rangrez.example' },
    zone: 330,
    days: 110,
    subject: 'बाटिक कपड़े के बारे में पूछताछ',
    reply: 'Re: ',
    wrote: '{date} को Sari Wulandari ने लिखा:',
    transfer: 'base64',
    turns: [
      'नमस्ते सारी जी,\n\nमैं जयपुर में हाथ की छपाई का काम करती हूँ। आपके बाटिक के नमूने देखकर बहुत अच्छा लगा। क्या आप हमारे साथ मिलकर एक छोटी प्रदर्शनी करना चाहेंगी? कपड़े हम ख़रीद लेंगे, बिकने की चिंता आपकी नहीं रहेगी।\n\nसादर,\nअंजलि शर्मा',
      'me:Dear Anjali, what a lovely idea. When would it be, and how many pieces do you need?',
      'नमस्ते सारी जी,\n\nप्रदर्शनी दिवाली से दो हफ़्ते पहले होगी। लगभग तीस टुकड़े काफ़ी होंगे। क्या आप ख़ुद भी आ सकेंगी? रहने का इंतज़ाम हमारे घर पर है।\n\nअंजलि',
    ],
  },
  {
    with: { name: 'Sanne de Wit', address: 'sanne@stoffenhuis.example' },
    zone: 60,
    days: 265,
    subject: 'Oude batik van mijn oma',
    reply: 'Re: ',
    wrote: 'Op {date} schreef Sari Wulandari:',
    charset: 'windows-1252',
    turns: [
      'Beste Sari,\n\nMijn oma is in Semarang geboren en heeft een kist met oude doeken nagelaten. Op één ervan staat een stempel „Lasem, 1931”. Kunt u aan een foto zien wat het patroon betekent? Ik wil niets verkopen, ik zou alleen graag weten wat ik in handen heb.\n\nHartelijke groet,\nSanne de Wit',
      'me:Dear Sanne, please send the photograph, I will ask Bu Tutik, who knows the old patterns of Lasem.',
      'Beste Sari,\n\nWat bijzonder, dank u wel! Dat het een bruidsdoek is, wist niemand in de familie. Mijn moeder moest er even van gaan zitten. Ik laat hem inlijsten, achter glas, uit de zon.\n\nSanne',
    ],
  },
  {
    with: { name: '김서연', address: 'seoyeon@cheon.example' },
    zone: 540,
    days: 155,
    subject: '바틱 원단 문의드립니다',
    reply: 'Re: ',
    wrote: '{date}, Sari Wulandari 님이 작성:',
    transfer: 'base64',
    turns: [
      '안녕하세요.\n\n서울에서 작은 공방을 운영하는 김서연입니다. 인스타그램에서 쪽빛 원단을 보고 연락드립니다. 혹시 3미터만 주문해도 될까요? 가방을 만들어 보고 싶습니다.\n\n감사합니다.\n김서연',
      'me:Of course, three metres is fine! Sari',
      '빠른 답변 감사합니다. 입금했습니다. 완성되면 사진 보내 드릴게요!\n\n김서연',
    ],
  },
  {
    with: { name: 'Nguyễn Thị Lan', address: 'lan@lualan.example' },
    zone: 420,
    days: 290,
    subject: 'Hỏi về sáp ong để vẽ batik',
    reply: 'Re: ',
    wrote: 'Vào {date}, Sari Wulandari đã viết:',
    turns: [
      'Chào chị Sari,\n\nEm đang học vẽ batik và không biết nên pha sáp ong với nhựa thông theo tỉ lệ nào. Sáp của em cứ nứt ra khi nhúng vào nước lạnh. Chị chỉ em với nhé!\n\nEm Lan',
      'me:Hi Lan, try two parts of beeswax to one of paraffin, and warm the cloth first.',
      'Em làm được rồi! Cảm ơn chị nhiều lắm. Em gửi chị một gói cà phê nhé.\n\nLan',
    ],
  },
  {
    with: { name: 'João Almeida', address: 'joao@feiradaterra.example' },
    zone: -180,
    days: 230,
    subject: 'Convite: feira de artesanato em Olinda',
    reply: 'RES: ',
    wrote: 'Em {date}, Sari Wulandari escreveu:',
    charset: 'iso-8859-1',
    turns: [
      'Olá, Sari!\n\nEstamos organizando a feira de artesanato deste ano e gostaríamos de ter uma mesa com tecidos da Indonésia. Não é preciso vir: nós montamos a exposição e cuidamos das vendas. A comissão é de 15 %.\n\nAbraços,\nJoão Almeida',
      'me:Olá João, com prazer! Mando uma caixa com 40 peças.',
      'A caixa chegou ontem e já virou assunto na cidade. Mandei a lista de preços para a gráfica. Depois da feira acertamos as contas.\n\nJoão',
    ],
  },
];
