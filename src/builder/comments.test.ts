import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Comments, commentsSchema, readComments } from './comments.ts';
import { shippedConfiguration } from './ensure-configuration.ts';
import { formatDocument, parseDocument } from './document.ts';

/** The file as it is written when nothing but its form is changed. */
function rewritten(source: string): string {
  return formatDocument(documentOf(source), readComments(source));
}

function documentOf(source: string) {
  const parsed = parseDocument(source);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message.en).join('; '));
  return parsed.document;
}

const commented = `# yaml-language-server: $schema=./schema.json
# About the whole.

# About the version.
minuta: 1 # the only one

# What is written.
# In two lines.

# After a blank line.
handlers: # all of them
  # The first.
  - pattern: /start # begins
    # What it does.
    action: [ goto a, # inside
      goto b ]
    message:
      ru: |- # a block
        один # text
        # text too
      # The other language.
      en: x # short
    # Below the fields.

  # Above the second.
  - pattern: b
    action: 'send' # with 'quotes'
  # - pattern: taken out
callbacks:
  - { callback_data: a, # within a line
      action: b }
keyboards:
  k:
    layout:
      # A row.
      - - a
        # A button.
        - { label: b, data: "#c" }
buttons: {} # none
# The end.
`;

describe('comments of a file', () => {
  test('C12 each is read at the place it is about', () => {
    expect(readComments(commented)).toMatchObject({
      minuta: {
        before: ['# yaml-language-server: $schema=./schema.json', '# About the whole.', '', '# About the version.'],
        beside: '# the only one',
      },
      handlers: { before: ['# What is written.', '# In two lines.', '', '# After a blank line.'] },
      'handlers/~1start': { before: ['# The first.'], beside: '# begins' },
      'handlers/~1start/message/ru': { beside: '# a block' },
      'handlers/~1start/message/en': { before: ['# The other language.'], beside: '# short' },
      'handlers/b': { before: ['# Below the fields.', '', '# Above the second.'] },
      'keyboards/k/layout/0': { before: ['# A row.'] },
      '': { before: ['# The end.'] },
    });
    expect(commentsSchema.parse(readComments(commented))).toEqual(readComments(commented));
  });

  test('C12 all of them are in the file that is written, once, and the document is the same', () => {
    const file = rewritten(commented);
    const all = Object.values(readComments(commented)).flatMap(({ before = [], beside }) => [...before, beside ?? '']);
    for (const text of all.filter((line) => line !== '')) expect(file.split(text)).toHaveLength(2);
    expect(documentOf(file)).toEqual(documentOf(commented));
  });

  test('C12 written, read and written again the file is the same', () => {
    expect(rewritten(rewritten(commented))).toBe(rewritten(commented));
  });

  test('C12 the shipped file is written as it is', () => {
    const shipped = readFileSync(shippedConfiguration, 'utf8');
    // `node scripts/config-files.ts` gives it this form after a change by hand.
    expect(rewritten(shipped)).toBe(shipped);
  });

  test('C12 a comment follows its entry to another place, and goes with it', () => {
    const document = documentOf(commented);
    const comments = readComments(commented);
    const turned = formatDocument({ ...document, handlers: document.handlers.toReversed() }, comments);
    expect(turned).toContain('  # The first.\n  - pattern: /start # begins\n');
    const without = formatDocument({ ...document, handlers: document.handlers.slice(1) }, comments);
    expect(without).not.toContain('# begins');
    expect(without).toContain('# Above the second.');
  });

  test('C12 wherever comments stand, writing them again changes nothing', () => {
    const words = fc.string({ unit: fc.constantFrom('#', ' ', 'я', ':', '-', "'", '"', '{', '\t', '!'), maxLength: 8 });
    const comment = fc.record({
      before: fc.array(
        fc.oneof(
          words.map((text) => `#${text}`.trimEnd()),
          fc.constant(''),
        ),
        { maxLength: 3 },
      ),
      beside: words.map((text) => `# ${text}`.trimEnd()),
    });
    const document = documentOf(commented);
    const places = ['', 'minuta', 'handlers', 'handlers/~1start', 'handlers/~1start/action', 'callbacks/a/action'];
    const more = ['handlers/~1start/message/ru', 'handlers/b', 'keyboards/k/layout/0/1', 'buttons', 'gone/for ever'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...places, ...more), comment), (comments: Comments) => {
        const file = formatDocument(document, comments);
        expect(documentOf(file)).toEqual(document);
        expect(rewritten(rewritten(file))).toBe(rewritten(file));
      }),
    );
  });
});
