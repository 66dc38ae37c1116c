// SPDX-License-Identifier: Apache-2.0
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { blocks, isTable, passages, pieces } from '../../web/ui/plain_text.ts';

const links = (text: string) =>
  pieces(text).flatMap((piece) => ('href' in piece ? piece.href : []));

describe('blocks', () => {
  test('quotes by depth, marks taken off', () => {
    expect(
      blocks('Hello\r\n\r\n> one\r\n>> two\r\n> > also two\r\n> three\r\n\r\nBye\r\n'),
    ).toEqual([
      { depth: 0, lines: 2, text: 'Hello' },
      { depth: 1, lines: 1, text: 'one' },
      { depth: 2, lines: 2, text: 'two\nalso two' },
      { depth: 1, lines: 1, text: 'three' },
      { depth: 0, lines: 3, text: 'Bye' },
    ]);
  });

  test('an mbox writer’s mark is not a quote', () => {
    expect(blocks('>From here on')).toEqual([{ depth: 0, lines: 1, text: 'From here on' }]);
  });

  test('indentation inside a line stays', () => {
    expect(blocks('  two\n    four')[0]?.text).toBe('  two\n    four');
  });

  test('a whole quote is one passage', () => {
    expect(passages('a\n> b\n>> c\n> d\ne').map(({ quoted, lines }) => [quoted, lines])).toEqual([
      [false, 1],
      [true, 3],
      [false, 1],
    ]);
  });

  test.each(['', '\n\n', '   ', '>\n>\n'])('nothing in %j', (text) => {
    expect(blocks(text)).toEqual([]);
  });
});

test.each([
  ['2 x Tas      Rp 196.000\n3 x Kain     Rp 80.000', true],
  ['one      line', false],
  ['Two sentences.  With two spaces.\nAs some  type.', false],
  ['    indented\n    only', false],
])('columns in %j: %s', (paragraph, expected) => {
  expect(isTable(paragraph)).toBe(expected);
});

describe('pieces', () => {
  test('put together they are the text', () => {
    const text = 'See https://a.example/x?y=1&z=2, www.b.example or <c@d.example>.';
    expect(
      pieces(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
    expect(links(text)).toEqual([
      'https://a.example/x?y=1&z=2',
      'https://www.b.example/',
      'mailto:c@d.example',
    ]);
  });

  test.each([
    ['(https://en.example/wiki/A_(b))', ['https://en.example/wiki/A_(b)']],
    ['https://a.example.', ['https://a.example/']],
    ['"https://a.example/x"', ['https://a.example/x']],
    ['javascript:alert(1)', []],
    ['data:text/html,<script>alert(1)</script>', []],
    ['file:///etc/passwd smb://host/x', []],
    ['https://', []],
    ['http://[::1', []],
    ['a@b', []],
    ['https://a.example/"><img src=x onerror=alert(1)>', ['https://a.example/']],
    ['mail me@x.example?subject=<b>', ['mailto:me@x.example']],
  ])('links of %j', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  // Nobody counts the steps of a regular expression. The mail is so long that one step more for
  // each character before it would take an hour; the limit only ends what would not end.
  test.each(['a.', 'a@', 'a@a.', '-', 'http://', 'www.', '((((', '>', ' '])(
    'a mail made to be slow is not: %j',
    (seed) => {
      const text = seed.repeat(2_000_000 / seed.length);
      const read = () => [pieces(text), blocks(text)];
      runInNewContext('read()', { read }, { timeout: 50_000 });
    },
  );
});
