import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDocument } from '../document.ts';
import type { ConfigDocument } from '../schema.ts';
import { entryName, knownIds, putTogether, takeApart, type PlacedContent } from './draft.ts';

function documentOf(parts: object): ConfigDocument {
  const checked = checkDocument({ minuta: 1, ...parts });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.document;
}

const idsOf = (document: ConfigDocument) => ({
  handlerIds: document.handlers.map((_, index) => `1${index}`),
  callbackIds: document.callbacks.map((_, index) => `2${index}`),
});

test('C12 taken apart and put together again a document is the same', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { maxLength: 6 });
  const documents = fc.record({ handlers: names, callbacks: names, keyboards: names, buttons: names, owner: fc.nat() });
  fc.assert(
    fc.property(documents, ({ handlers, callbacks, keyboards, buttons, owner }) => {
      const parent = handlers[owner % Math.max(1, handlers.length)];
      const document = documentOf({
        ready_made_activities: ['Work'],
        handlers: handlers.map((pattern) => ({ pattern, action: 'send' })),
        callbacks: callbacks.map((data) => ({
          callback_data: data,
          action: 'edit',
          ...(parent === undefined ? {} : { handler: parent }),
        })),
        keyboards: Object.fromEntries(keyboards.map((id) => [id, { layout: [['x']] }])),
        buttons: Object.fromEntries(buttons.map((id) => [id, { label: id }])),
      });
      const together = putTogether(document, takeApart(document, idsOf(document)));
      expect(together.document).toEqual(document);
      expect(together.handlerIds).toEqual(idsOf(document).handlerIds);
    }),
  );
});

test('C2 a callback belongs to its handler by id, so it follows when the pattern changes', () => {
  const document = documentOf({
    handlers: [{ pattern: 'Меню', action: 'send' }],
    callbacks: [{ callback_data: 'a', action: 'edit', handler: 'МЕНЮ ' }],
  });
  const parts = takeApart(document, idsOf(document));
  expect(parts.find(({ kind }) => kind === 'callback')?.content).toMatchObject({ handler_id: '10' });
  const renamed = parts.map((part): PlacedContent =>
    part.kind === 'handler' ? { ...part, content: { ...part.content, pattern: 'Главное' } } : part,
  );
  expect(putTogether(document, renamed).document['callbacks']).toEqual([
    { callback_data: 'a', action: 'edit', handler: 'Главное' },
  ]);
});

test('C12 entries that are found again keep their ids, and no two have the same', () => {
  const before = documentOf({
    handlers: [
      { pattern: 'a', action: 'send' },
      { pattern: 'b', action: 'send' },
    ],
  });
  const after = documentOf({
    handlers: ['b', 'new', 'a', 'a'].map((pattern) => ({ pattern, action: 'edit' })),
  });
  const known = takeApart(before, idsOf(before)).map((part) => ({ ...part, name: entryName(part) }));
  expect(knownIds(after, known).handlerIds).toEqual(['11', null, '10', null]);
});

const named = (id: string, name: string) => ({ kind: 'callback', id, name }) as const;

test('C12 an entry that was deleted and comes back has the id it runs with, unless another one has it now', () => {
  const [draft, running] = [[named('1', 'renamed')], [named('1', 'a'), named('2', 'b')]];
  const idsIn = (...data: string[]) =>
    knownIds(documentOf({ callbacks: data.map((each) => ({ callback_data: each, action: 'edit' })) }), draft, running)
      .callbackIds;
  expect(idsIn('a', 'b', 'renamed')).toEqual([null, '2', '1']);
  expect(idsIn('a', 'b')).toEqual(['1', '2']);
});
