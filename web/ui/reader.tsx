// SPDX-License-Identifier: Apache-2.0
// One message: actions, head, body, attachments.

import { messages } from '../i18n/language.ts';
import type { Address, AttachmentInfo, MessageBody } from '../protocol.ts';
import { close, flag, move, viewSource } from './actions.ts';
import { Attachments } from './attachments.tsx';
import { longTime } from './days.ts';
import { NoneOpen } from './empty.tsx';
import { displayName, initials } from './format.ts';
import { HeaderOnly } from './header_only.tsx';
import { HtmlBody } from './html_body.tsx';
import { Icon, type IconName } from './icons.tsx';
import { back } from './navigation.ts';
import { htmlToText, kMostHtml } from './safe_html.ts';
import { Late } from './start_view.tsx';
import { clock, type OpenMessage, openMessage, state } from './state.ts';
import { TextBody } from './text_body.tsx';

export function Reader() {
  const open = openMessage.value;
  if (open === null) return <NoneOpen />;
  return (
    <section class="reader" aria-label={messages.value.reader.label}>
      <Actions open={open} />
      <article class="message">
        <Head open={open} />
        <Content open={open} />
      </article>
    </section>
  );
}

function Actions({ open }: { open: OpenMessage }) {
  const words = messages.value.actions;
  const { folder, starred, unread, headerOnly } = open.row;
  return (
    <div class="actions">
      <Act icon="back" word={words.back} extra="act-back" act={back} />
      {folder === 'inbox' ? (
        <Act icon="archive" word={words.archive} act={() => void move('archive')} />
      ) : (
        <Act icon="inbox" word={words.toInbox} act={() => void move('inbox')} />
      )}
      {folder !== 'trash' && (
        <Act icon="trash" word={words.delete} act={() => void move('trash')} />
      )}
      <Act
        icon="star"
        word={words.star}
        pressed={starred}
        act={() => void flag({ starred: !starred })}
      />
      <Act
        icon="unread"
        word={unread ? words.markRead : words.markUnread}
        act={() => void flag({ unread: !unread })}
      />
      <span class="actions-gap" />
      {!headerOnly && (
        <>
          <Act icon="source" word={words.viewSource} worded act={() => void viewSource()} />
          <Act icon="print" word={words.print} worded act={() => print()} />
        </>
      )}
      <Act icon="close" word={messages.value.actions.close} extra="act-close" act={close} />
    </div>
  );
}

interface ActProps {
  icon: IconName;
  word: string;
  act: () => void;
  pressed?: boolean;
  worded?: boolean;
  extra?: string;
}

/** An icon, and its word where there is room for it. */
function Act({ icon, word, act, pressed, worded = false, extra = '' }: ActProps) {
  return (
    <button
      type="button"
      class={`icon-button ${worded ? 'worded' : ''} ${extra}`}
      aria-label={word}
      title={word}
      aria-pressed={pressed}
      onClick={act}
    >
      <Icon name={icon} />
      {worded && <span aria-hidden="true">{word}</span>}
    </button>
  );
}

function Head({ open }: { open: OpenMessage }) {
  const words = messages.value;
  const from = open.body?.from[0] ?? open.row.from;
  const date = open.body?.date ?? open.row.date;
  return (
    <header class="message-head">
      <h1 dir="auto">{open.row.subject || words.list.noSubject}</h1>
      <div class="sender">
        <span class="initials" aria-hidden="true">
          {initials(from)}
        </span>
        <div class="sender-names">
          <span>
            <b dir="auto">{words.list.from(displayName(from))}</b>{' '}
            {from.name !== '' && <span class="quiet">{from.address}</span>}
          </span>
          {open.body !== null && <Recipients body={open.body} />}
        </div>
        <time class="quiet" dateTime={new Date(date).toISOString()}>
          {longTime(date, clock.value, words)}
        </time>
      </div>
    </header>
  );
}

function Recipients({ body }: { body: MessageBody }) {
  const words = messages.value.reader;
  const mine = new Set(state.value?.accounts.map(({ address }) => address.toLowerCase()));
  const name = (address: Address) =>
    mine.has(address.address.toLowerCase()) ? words.me : displayName(address);
  const names = (addresses: Address[]) => addresses.map(name).join(', ');
  return (
    <span class="quiet recipients" dir="auto">
      {words.to} {body.to.length > 0 ? names(body.to) : words.nobody}
      {body.cc.length > 0 && ` · ${words.cc} ${names(body.cc)}`}
    </span>
  );
}

/** A picture that the text itself shows is not listed a second time. */
function isInText(attachment: AttachmentInfo, body: MessageBody): boolean {
  return body.inline.some(({ contentId }) => contentId === attachment.contentId);
}

function Content({ open }: { open: OpenMessage }) {
  const words = messages.value;
  if (open.row.headerOnly) return <HeaderOnly row={open.row} />;
  if (open.trouble !== null) {
    return (
      <div class="note" role="alert">
        {words.reader.gone}
        <details class="detail">
          <summary>{words.safe.detail}</summary>
          {open.trouble}
        </details>
      </div>
    );
  }
  if (open.body === null) {
    const { loading, long } = words.reader;
    return <Late key={open.id} since={open.since} word={loading} long={long} />;
  }
  const { body, textOnly } = open;
  const tooLarge = (body.html?.length ?? 0) > kMostHtml;
  const asHtml = body.html !== null && !textOnly && !tooLarge;
  return (
    <>
      {body.html !== null && !asHtml && (
        <p class="note">{textOnly ? words.reader.textOnly : words.reader.tooLarge}</p>
      )}
      {asHtml && body.html !== null ? (
        <HtmlBody key={open.id} id={open.id} html={body.html} inline={body.inline} />
      ) : (
        <TextBody
          key={open.id}
          text={body.text ?? (body.html === null ? '' : htmlToText(body.html))}
        />
      )}
      <Attachments
        id={open.id}
        attachments={body.attachments.filter((one) => !asHtml || !isInText(one, body))}
      />
      {body.defects.length > 0 && (
        <details class="detail">
          <summary>{words.reader.defects(body.defects.length)}</summary>
          {body.defects.join(' · ')}
        </details>
      )}
    </>
  );
}
