import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { ensureConfiguration } from './ensure-configuration.ts';
import { readForExport, toYaml } from './export.ts';
import { importFile } from './import.ts';
import { shippedFile, smallBot, testActor, testPublishing } from './life-testing.ts';
import { publish } from './publish.ts';

const anna = testActor('anna');

/** A file in which a hundred things are wrong, each on a line of its own that says so. */
function hundredMistakes(): string {
  const kinds: readonly ((index: number) => string)[] = [
    (index) => `  - { pattern: 're:(${index}', action: send, message: x } # wrong`,
    (index) => `  - { pattern: a${index}, action: fly ${index}, message: x } # wrong`,
    (index) => `  - { pattern: b${index}, action: goto nowhere${index} } # wrong`,
    (index) => `  - { pattern: c${index}, action: send, message: '<b>${index}' } # wrong`,
    (index) => `  - { pattern: d${index}, action: send, message: '{{ x | nothing${index} }}' } # wrong`,
    (index) => `  - { pattern: e${index}, action: send, message: x, keyboard_id: none${index} } # wrong`,
    (index) => `  - { pattern: f${index}, action: send, message: x, photo_url: cat${index} } # wrong`,
    (index) => `  - { pattern: g${index}, action: '[${index}]', message: x } # wrong`,
    (index) => `  - { pattern: h${index}, action: send, message: '${'y'.repeat(4097)}' } # wrong`,
    (index) => `  - { pattern: '*i${index}', action: send, message: x } # wrong`,
  ];
  const lines = kinds.flatMap((kind) => Array.from({ length: 10 }, (_, index) => kind(index)));
  return ['minuta: 1', 'handlers:', '  - { pattern: fine, action: send, message: x }', ...lines, ''].join('\n');
}

describeOnBothEngines('a configuration from another hand', (database) => {
  let shipped: Awaited<ReturnType<typeof shippedFile>>;
  beforeAll(async () => {
    shipped = await shippedFile(smallBot);
    await ensureConfiguration(database().queries, shipped.file);
  });
  afterAll(() => shipped.remove());

  const exported = async (from: 'draft' | number) => {
    const found = await readForExport(database().queries, from);
    return found === null ? '' : toYaml(found);
  };

  it('C9 has each of a hundred mistakes named at its line, and none gets in', async () => {
    const text = hundredMistakes();
    const wrong = text.split('\n').flatMap((line, index) => (line.endsWith('# wrong') ? [index + 1] : []));
    expect(wrong).toHaveLength(100);
    const imported = await importFile(testPublishing(database().queries), anna, { text });
    expect(imported.ok).toBe(false);
    const told = imported.problems.filter(({ severity }) => severity === 'error').map(({ line }) => line);
    expect([...new Set(told)].toSorted((a = 0, b = 0) => a - b)).toEqual(wrong);
    expect(await exported('draft')).toBe(smallBot);
  });

  it('C12 comes back as the very bytes, whatever is in it, and so does what is published of it', async () => {
    const publishing = testPublishing(database().queries);
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .map((plain) => `x${plain.replaceAll(/[<>&{}%]/g, '')}`);
    const files = fc.record({
      handlers: fc.uniqueArray(fc.record({ pattern: word, message: text, hint: word }), {
        selector: ({ pattern }) => pattern,
        maxLength: 5,
      }),
      buttons: fc.dictionary(
        word,
        text.map((label) => ({ label })),
        { maxKeys: 3 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(files, async ({ handlers, buttons }) => {
        const lines = handlers.flatMap(({ pattern, message, hint }) => [
          `  # ${hint}`,
          `  - pattern: ${JSON.stringify(pattern)}`,
          '    action: send',
          `    message: ${JSON.stringify(message)} # beside`,
        ]);
        const section = handlers.length === 0 ? ['handlers: []'] : ['handlers:', ...lines];
        const file = ['# The top.', 'minuta: 1', ...section, `buttons: ${JSON.stringify(buttons)}`, ''].join('\n');
        const imported = await importFile(publishing, anna, { text: file });
        if (!imported.ok) throw new Error(JSON.stringify(imported.problems));
        const first = await exported('draft');
        for (const { hint } of handlers) expect(first).toContain(`# ${hint}\n`);
        expect(await importFile(publishing, anna, { text: first })).toMatchObject({ ok: true });
        expect(await exported('draft')).toBe(first);
        const published = await publish(publishing, { by: anna });
        if (!published.ok) throw new Error(JSON.stringify(published.problems));
        expect(await exported(published.version)).toBe(first);
      }),
      { numRuns: 25 },
    );
  });

  it('C12 changes nothing where it is the same', async () => {
    const publishing = testPublishing(database().queries);
    const text = await exported('draft');
    const first = await importFile(publishing, anna, { text });
    expect(await importFile(publishing, anna, { text })).toMatchObject({
      ok: true,
      revision: first.ok && first.revision,
    });
  });
});
