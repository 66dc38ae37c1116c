// SPDX-License-Identifier: Apache-2.0
// A mail's HTML in its frame, and above it what was not loaded. The frame has no scripts and no
// listeners; its height is measured from out here.

import { useEffect, useRef, useState } from 'preact/hooks';
import { messages } from '../i18n/language.ts';
import type { MessageBody } from '../protocol.ts';
import { showing, shown } from './actions.ts';
import { Icon } from './icons.tsx';
import { pictureUrls } from './inline_pictures.ts';
import { type Blocked, kFrameFile, kSandbox, type RemotePictures, showHtml } from './safe_html.ts';

interface Props {
  id: number;
  html: string;
  inline: MessageBody['inline'];
}

export function HtmlBody({ id, html, inline }: Props) {
  const words = messages.value;
  const [remote, setRemote] = useState<RemotePictures>('blocked');
  const [blocked, setBlocked] = useState<Blocked>({ pictures: 0, trackers: 0 });
  return (
    <>
      {remote === 'blocked' && blocked.pictures + blocked.trackers > 0 && (
        <div class="amber">
          <Icon name="image" />
          <span>{words.reader.remote(blocked.pictures, blocked.trackers)}</span>
          <button type="button" class="link-button" onClick={() => setRemote('shown')}>
            {words.actions.showRemote}
          </button>
        </div>
      )}
      {/* Another policy needs another file, and each mail a fresh one. */}
      <Sheet
        key={remote}
        id={id}
        html={html}
        inline={inline}
        remote={remote}
        onShown={setBlocked}
      />
    </>
  );
}

interface SheetProps extends Props {
  remote: RemotePictures;
  onShown: (blocked: Blocked) => void;
}

function Sheet({ id, html, inline, remote, onShown }: SheetProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const end = useRef<() => void>(() => {});
  useEffect(() => () => end.current(), []);

  const fill = async () => {
    const here = frame.current;
    if (here === null || here.dataset.filled === 'true') return;
    here.dataset.filled = 'true';
    // The mark is in the store before the mail can do any harm, and is taken away when the mail has
    // been drawn and the tab still lives.
    await showing(id);
    if (frame.current !== here) {
      shown(id);
      return;
    }
    const urls = pictureUrls(inline);
    onShown(showHtml(here, html, urls, remote));
    const unfollow = followHeight(here);
    // A second frame means that the first was drawn; a tab in the background draws none.
    const timer = setTimeout(() => shown(id), 1000);
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        clearTimeout(timer);
        shown(id);
      }),
    );
    end.current = () => {
      unfollow();
      for (const url of urls.values()) URL.revokeObjectURL(url);
    };
  };

  return (
    <iframe
      ref={frame}
      class="sheet"
      title={messages.value.reader.bodyTitle}
      sandbox={kSandbox}
      referrerpolicy="no-referrer"
      src={kFrameFile[remote]}
      onLoad={() => void fill()}
    />
  );
}

/** Past this the frame scrolls by itself: no mail may make the page endless. */
const kTallest = 60_000;
const kSmallest = 0.55;
/** A mail whose height follows the frame's (100vh and the like) would grow for ever. */
const kMostSteps = 40;

function followHeight(frame: HTMLIFrameElement): () => void {
  const sheet = frame.contentDocument;
  if (sheet === null) return () => {};
  const root = sheet.documentElement;
  let steps = 0;
  const measure = () => {
    if (steps >= kMostSteps) return;
    root.style.zoom = '1';
    // A newsletter 600 px wide on a phone: smaller, as long as it can be read.
    const zoom = Math.max(kSmallest, Math.min(1, root.clientWidth / root.scrollWidth));
    if (zoom < 1) root.style.zoom = String(zoom);
    const wanted = Math.min(kTallest, Math.ceil(root.getBoundingClientRect().height));
    const wide = root.scrollWidth > root.clientWidth + 1;
    const height = wanted + (wide ? 18 : 0);
    if (Math.abs(height - frame.clientHeight) < 2) return;
    steps += 1;
    frame.style.height = `${height}px`;
    root.classList.toggle('tall', wanted >= kTallest);
  };
  measure();
  const observer = new ResizeObserver(() => requestAnimationFrame(measure));
  observer.observe(root);
  observer.observe(sheet.body);
  return () => observer.disconnect();
}
