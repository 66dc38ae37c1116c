// SPDX-License-Identifier: Apache-2.0
// A POP3 server in this process, without a socket: what the client sends is answered in the next
// turn of the event loop. It errs where it is told to, and its clock is the test's.
import type { Transport, TransportListener } from '../../web/worker/transport.ts';
import { type StoredOnServer, stuffed } from './maildrop.ts';

/** What becomes of a command: answered, never answered, hung up on, or refused and then hung up on. */
export type Fate = 'answered' | 'silent' | 'closed' | 'refused' | 'refused and closed';

export class LineServer {
  messages: StoredOnServer[] = [];
  /** Every command of every session. */
  readonly heard: string[] = [];
  /** Frames that were sent, of every session. */
  sent = 0;
  fate: (verb: string, message: StoredOnServer | undefined) => Fate = () => 'answered';
  /** What CAPA lists, before and after the login. */
  capabilities: (loggedIn: boolean) => string[] = () => ['PIPELINING', 'UIDL', 'TOP'];
  listedOctets: (message: StoredOnServer) => number = ({ raw }) => raw.length;
  /** The number of the first message. */
  first = 1;
  /** What STAT says instead of the number of messages. */
  counted: number | null = null;
  /** The message goes on until the client hangs up. */
  isEndless: (message: StoredOnServer) => boolean = () => false;
  onRetrieve: (message: StoredOnServer) => void = () => {};
  onRemove: (message: StoredOnServer) => void = () => {};

  connect(listener: TransportListener): Transport {
    const listed = [...this.messages];
    const marked = new Set<StoredOnServer>();
    let open = true;
    let loggedIn = false;
    let isStuck = false;
    let rest = '';
    const put = (octets: Uint8Array) => {
      if (!open) return;
      this.sent += 1;
      listener.received(octets);
    };
    const say = (text: string) =>
      setImmediate(() => put(new Uint8Array(Buffer.from(text, 'latin1'))));
    const hangUp = () =>
      setImmediate(() => {
        if (!open) return;
        open = false;
        listener.closed(null);
      });
    const goOn = () => {
      put(new Uint8Array(64 * 1024).fill(0x78));
      if (open) setImmediate(goOn);
    };
    const listing = (each: (message: StoredOnServer) => unknown) =>
      `+OK\r\n${listed.map((message, index) => `${index + this.first} ${each(message)}\r\n`).join('')}.\r\n`;

    const answer = (verb: string, message: StoredOnServer | undefined) => {
      switch (verb) {
        case 'CAPA':
          return say(`+OK\r\n${[...this.capabilities(loggedIn), '.\r\n'].join('\r\n')}`);
        case 'PASS':
          loggedIn = true;
          return say('+OK\r\n');
        case 'STAT':
          return say(`+OK ${this.counted ?? listed.length} 0\r\n`);
        case 'UIDL':
          return say(listing(({ uidl }) => uidl));
        case 'LIST':
          return say(listing(this.listedOctets));
        case 'RETR':
          if (message === undefined) return say('-ERR no such message\r\n');
          this.onRetrieve(message);
          if (!this.isEndless(message)) {
            return say(`+OK\r\n${stuffed(message.raw).toString('latin1')}`);
          }
          isStuck = true;
          say('+OK\r\n');
          return void setImmediate(goOn);
        case 'TOP': {
          if (message === undefined) return say('-ERR no such message\r\n');
          const header = message.raw.subarray(0, message.raw.indexOf('\r\n\r\n') + 2);
          return say(`+OK\r\n${stuffed(header).toString('latin1')}`);
        }
        case 'DELE':
          if (message === undefined) return say('-ERR no such message\r\n');
          marked.add(message);
          return say('+OK\r\n');
        case 'QUIT':
          for (const each of marked) this.onRemove(each);
          this.messages = this.messages.filter((each) => !marked.has(each));
          say('+OK\r\n');
          return hangUp();
        default:
          return say('+OK\r\n');
      }
    };

    setImmediate(() => {
      if (!open) return;
      listener.opened();
      say('+OK\r\n');
    });
    return {
      send: (octets) => {
        const lines = (rest + Buffer.from(octets).toString('latin1')).split('\r\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const [verb = '', argument = ''] = line.split(' ');
          this.heard.push(line);
          const message = listed[Number(argument) - this.first];
          const fate = open && !isStuck ? this.fate(verb, message) : 'silent';
          if (fate === 'answered') answer(verb, message);
          if (fate === 'refused' || fate === 'refused and closed') say('-ERR\r\n');
          if (fate === 'closed' || fate === 'refused and closed') hangUp();
          if (fate !== 'answered' && fate !== 'refused') {
            rest = '';
            // What follows in the same flight is not read any more.
            break;
          }
        }
      },
      close: () => {
        open = false;
      },
    };
  }
}
