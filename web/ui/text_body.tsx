// SPDX-License-Identifier: Apache-2.0
// Plain text as DOM nodes: links that can be followed, quotes that can be folded.

import { useState } from 'preact/hooks';
import { messages } from '../i18n/language.ts';
import { type Block, isTable, type Passage, passages, pieces } from './plain_text.ts';

/** As much as is drawn at once; nobody reads more without scrolling, and drawing it takes time. */
const kFirst = 100_000;
/** Quotes shorter than this are part of the conversation and stand open. */
const kShortQuote = 8;

export function TextBody({ text }: { text: string }) {
  const words = messages.value;
  const [all, setAll] = useState(text.length <= kFirst);
  const shown = all ? text : text.slice(0, text.lastIndexOf('\n', kFirst) + 1 || kFirst);
  const found = passages(shown);
  if (found.length === 0) return <p class="note">{words.reader.nothing}</p>;
  return (
    <div class="text-body">
      {found.map((passage, index) => (
        <Part key={index} passage={passage} />
      ))}
      {!all && (
        <button type="button" class="secondary" onClick={() => setAll(true)}>
          {words.actions.showAll}
        </button>
      )}
    </div>
  );
}

function Part({ passage }: { passage: Passage }) {
  const text = passage.blocks.map((block, index) => <TextBlock key={index} block={block} />);
  if (!passage.quoted) return <>{text}</>;
  return (
    <details class="quote" open={passage.lines < kShortQuote}>
      <summary>{messages.value.reader.quoted(passage.lines)}</summary>
      {text}
    </details>
  );
}

function Linked({ text }: { text: string }) {
  return (
    <>
      {pieces(text).map((piece, index) =>
        'href' in piece ? (
          <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer">
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}

/** Deeper quotes are indented no further: what is left of the line must hold words. */
const kDeepestQuote = 5;

function TextBlock({ block }: { block: Block }) {
  let text = (
    <div class="text">
      {block.text.split(/\n{2,}/u).map((paragraph, index) => (
        <p key={index} class={isTable(paragraph) ? 'columns' : undefined} dir="auto">
          <Linked text={paragraph} />
        </p>
      ))}
    </div>
  );
  for (let depth = Math.min(block.depth, kDeepestQuote); depth > 0; depth -= 1) {
    text = <blockquote>{text}</blockquote>;
  }
  return text;
}
