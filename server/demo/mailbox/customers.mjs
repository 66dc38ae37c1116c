// SPDX-License-Identifier: Apache-2.0
// Mail from customers abroad: the written threads, and first questions put together from
// sentences that fit in any order.
import { text } from './compose.mjs';
import { quote } from './context.mjs';
import { CONVERSATIONS } from './conversations.mjs';

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./context.mjs').Letter} Letter */

/** @param {Context} context @returns {Letter[]} */
export function conversations(context) {
  return CONVERSATIONS.flatMap((conversation) => converse(context, conversation));
}

/** @param {Context} context @param {import('./conversations.mjs').Conversation} conversation */
function converse({ random, daysAgo, id, letter, tanggal, year }, conversation) {
  const { turns, charset = 'utf-8', transfer = 'quoted-printable', flowed = false } = conversation;
  const domain = conversation.with.address.split('@')[1] ?? '';
  const letters = /** @type {Letter[]} */ ([]);
  const references = /** @type {string[]} */ ([]);
  let days = conversation.days + turns.length * 2 - 2;
  let answered = '';
  for (const turn of turns) {
    if (turn.startsWith('me:')) {
      answered = turn.slice(3);
      references.push(id('tokobatik.example'));
    } else {
      const date = daysAgo(days, random.between(9, 20));
      const messageId = id(domain);
      // The day before, as it is called here: a date is understood in every language.
      const wrote = conversation.wrote.replace('{date}', tanggal(daysAgo(days + 1, 12, 0)));
      const body = answered === '' ? `${turn}\n` : `${turn}\n\n${quote(wrote, answered)}`;
      const title = conversation.subject.replace('{year}', String(year(date)));
      letters.push(
        letter({
          from: conversation.with,
          subject: `${references.length > 0 ? conversation.reply : ''}${title}`,
          date,
          zone: conversation.zone,
          messageId,
          references: [...references],
          charset: charset === 'us-ascii' ? 'utf-8' : charset,
          part: text(body, { charset, transfer, flowed }),
        }),
      );
      references.push(messageId);
    }
    days = Math.max(conversation.days, days - 2);
  }
  return letters;
}

const ENGLISH = {
  subjects: [
    'Question about your scarves',
    'Is this still available?',
    'Shipping to Canada',
    'Custom size',
    'Thank you!',
    'Colour of the kawung cloth',
    'A gift for my sister',
    'Late parcel?',
    'Care instructions',
    'Returning a shirt',
    'Your stall at the market',
    'Natural dyes',
  ],
  people: [
    'Harriet Blythe',
    'Tom Sullivan',
    'Grace Mbeki',
    'Oliver Grant',
    'Siobhan Kelly',
    'Peter Lindqvist',
    'Ruth Goldman',
    'Kofi Asante',
    'Emily Carter',
    'Marcus Webb',
  ],
  openings: [
    'I bought a scarf from you two years ago and have worn it nearly every week since.',
    'I found your shop through a friend who teaches textiles.',
    'We met briefly at the craft market; I was the one with the broken umbrella.',
    'Your parcel came yesterday, beautifully packed.',
    'I have been looking at the pictures of your work for an hour now.',
  ],
  questions: [
    'Could you tell me whether the brown one is still in stock, and what postage to Vancouver would cost?',
    'Is it possible to order the same pattern in a longer piece, about 2.2 metres?',
    'How should I wash it? I am afraid of ruining the colour.',
    'The tracking page has said "in transit" for three weeks. Should I be worried?',
    'Would you make a matching pair, one for a child of six?',
    'Do you use natural dyes only, or are some of them synthetic? I ask out of curiosity.',
    'One of the seams has come open. It is a small thing and I can mend it, but I thought that you would want to know.',
    'May I visit the workshop when I am in Semarang next month?',
  ],
  extras: [
    'There is no hurry at all.',
    'I can pay by bank transfer or card.',
    'Please send my regards to your mother.',
    'It is for a wedding in June, so any time before that is fine.',
    'I am happy to wait for the next batch.',
    '',
  ],
  closings: ['Kind regards,', 'Best wishes,', 'With thanks,', 'All the best,'],
};

const GERMAN = {
  subjects: ['Frage zu Ihren Tüchern', 'Lieferzeit?', 'Größe der Hemden', 'Vielen Dank'],
  people: ['Jürgen Weiß', 'Käthe Brandt', 'Ümit Yıldırım', 'Anneliese Groß'],
  openings: [
    'Ihr Paket ist gestern gut angekommen.',
    'eine Freundin hat mir Ihren Laden empfohlen.',
    'ich habe Ihre Tücher auf dem Markt gesehen.',
  ],
  questions: [
    'Gibt es das blaue Tuch auch in größer?',
    'Wie lange dauert die Lieferung nach Köln ungefähr?',
    'Fallen die Hemden eher groß oder eher klein aus?',
    'Darf man den Stoff bügeln, und wenn ja, wie heiß?',
  ],
  extras: ['Es eilt nicht.', 'Es soll ein Geschenk werden.', ''],
  closings: ['Mit freundlichen Grüßen', 'Schöne Grüße aus Köln', 'Herzliche Grüße'],
};

/** First questions, in English and German. @param {Context} context @param {number} count @returns {Letter[]} */
export function inquiries({ random, daysAgo, letter }, count) {
  return Array.from({ length: count }, (_, index) => {
    const german = index % 5 === 4;
    const { subjects, people, openings, questions, extras, closings } = german ? GERMAN : ENGLISH;
    const name = random.pick(people);
    const [opening, extra, closing] = [
      random.pick(openings),
      random.pick(extras),
      random.pick(closings),
    ];
    const asked = random.some(questions, random.between(1, 2)).join('\n\n');
    const greeting = german
      ? 'Guten Tag Frau Wulandari,'
      : random.pick(['Dear Sari,', 'Hello,', 'Hi Sari,', 'Dear Ms Wulandari,']);
    const box = name.toLowerCase().replace(/[^a-z]+/g, '.');
    return letter({
      from: { name, address: `${box}@${german ? 'briefkasten' : 'postbox'}.example` },
      subject: random.pick(subjects),
      date: daysAgo(2 + Math.floor((index * 540) / count), random.between(7, 22)),
      zone: german ? 60 : random.pick([0, -300, -480, 600, 60]),
      authenticated: random.oneIn(9) ? 'none' : 'pass',
      part: text(
        `${greeting}\n\n${opening}\n\n${asked}${extra === '' ? '' : `\n\n${extra}`}\n\n${closing}\n${name}\n`,
        {
          charset: 'utf-8',
          transfer: random.pick(['quoted-printable', '8bit', 'base64']),
        },
      ),
    });
  });
}
