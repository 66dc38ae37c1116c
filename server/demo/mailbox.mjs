// SPDX-License-Identifier: Apache-2.0
// The demo mailbox: a year and a half in the life of a small batik shop, as its owner's mail.
// All of it is made by code from a seed; the same seed and the same day give the same bytes.
import { bank, hosting, orders, parcels } from './mailbox/business.mjs';
import { makeContext } from './mailbox/context.mjs';
import { conversations, inquiries } from './mailbox/customers.mjs';
import { budi, dewi, friends, koperasi } from './mailbox/neighbours.mjs';
import { batikNews, offers } from './mailbox/newsletters.mjs';
import { oddities } from './mailbox/oddities.mjs';

const SEED = 1847;

/**
 * The messages in the order of their arrival, oldest first.
 * @param {{ now: Date, seed?: number }} options
 * @returns {Buffer[]}
 */
export function generateMailbox({ now, seed = SEED }) {
  const context = makeContext({ seed, now });
  const letters = [
    ...orders(context, 56),
    ...parcels(context, 44),
    ...bank(context, 30),
    ...hosting(context),
    ...dewi(context),
    ...budi(context),
    ...koperasi(context),
    ...friends(context, 30),
    ...conversations(context),
    ...inquiries(context, 34),
    ...batikNews(context, 36),
    ...offers(context, 22),
    ...oddities(context),
  ];
  // Stable, so letters of the same second stay in the order they were written.
  letters.sort((a, b) => a.date.getTime() - b.date.getTime());
  return letters.map((letter) => letter.bytes);
}
