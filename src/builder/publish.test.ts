import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bestOf, timeOf } from '../platform/best-of-testing.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { addEntry, changeEntry, removeEntry } from './change-entry.ts';
import { readDraftDocument, writeDraftDocument } from './draft-document.ts';
import { ensureConfiguration } from './ensure-configuration.ts';
import { shippedFile, smallBot, testActor, testPublishing } from './life-testing.ts';
import { publish } from './publish.ts';
import { publishedVersion, readPublished } from './published.ts';
import { rollBack } from './roll-back.ts';

const anna = testActor('anna');

describeOnBothEngines('the first version', (database) => {
  const files: Awaited<ReturnType<typeof shippedFile>>[] = [];
  const ship = async (text: string) => {
    const shipped = await shippedFile(text);
    files.push(shipped);
    return shipped.file;
  };
  afterAll(async () => void (await Promise.all(files.map((shipped) => shipped.remove()))));

  it('C5 is what ships, made once, whoever starts at the same time', async () => {
    const { queries } = database();
    await expect(publishedVersion(queries)).rejects.toThrow('no configuration');
    const file = await ship(smallBot);
    await Promise.all([1, 2, 3].map(() => ensureConfiguration(queries, file)));
    expect(await publishedVersion(queries)).toBe(1);
    const published = await readPublished(queries, 1);
    expect(published?.document.handlers.map(({ pattern }) => pattern)).toEqual(['/start', '*']);
    expect(await readDraftDocument(queries)).toMatchObject({ version: 1, hasChanges: false });
  });

  it('C5 gives way to what a newer program ships, with the same ids, and an older one brings nothing back', async () => {
    const { queries } = database();
    const before = await readPublished(queries, 1);
    await ensureConfiguration(queries, await ship(smallBot.replace('Hello', 'Good day')));
    const after = await readPublished(queries, 2);
    expect(after?.document.handlers[0]?.message).toBe('Good day');
    expect(after?.handler_ids).toEqual(before?.handler_ids);
    await ensureConfiguration(queries, await ship(smallBot));
    expect(await publishedVersion(queries)).toBe(2);
  });

  it('C5 stays once an administrator has touched it', async () => {
    const { queries } = database();
    await addEntry(testPublishing(queries), anna, {
      kind: 'button',
      id: 'mine',
      content: { label: 'x', data: 'more' },
    });
    await ensureConfiguration(queries, await ship(smallBot.replace('Hello', 'Hey')));
    expect(await publishedVersion(queries)).toBe(2);
    await publish(testPublishing(queries), { by: anna });
    await ensureConfiguration(queries, await ship(smallBot.replace('Hello', 'Hey there')));
    expect(await publishedVersion(queries)).toBe(3);
  });
});

describeOnBothEngines('publishing', (database) => {
  let shipped: Awaited<ReturnType<typeof shippedFile>>;
  beforeAll(async () => {
    shipped = await shippedFile(smallBot);
    await ensureConfiguration(database().queries, shipped.file);
  });
  afterAll(() => shipped.remove());

  it('C6 writes what runs, entry by entry, with ids that stay', async () => {
    const { queries } = database();
    const publishing = testPublishing(queries);
    const message = { en: 'Hi', ru: 'Привет' };
    const id = await add(publishing, '/hi', { message, keyboard_id: 'main', action: ['send', 'goto more'] });
    const published = await publish(publishing, { by: anna, note: 'hi', conversations: 'move' });
    expect(published).toMatchObject({ ok: true, version: 2, unchanged: false });
    expect(publishing).toMatchObject({ announced: [2], queued: [2], moved: [2] });
    expect(anna.deeds.at(-1)).toMatchObject({ action: 'config.publish', subject: 'config/2' });
    const { rows } = await sql`
      select id::text as id, action, message, messages, keyboard_id, enabled from handlers where pattern = '/hi'
    `.execute(queries);
    expect(rows).toEqual([
      { id, action: '["send","goto more"]', message: 'Привет', messages: message, keyboard_id: 'main', enabled: true },
    ]);
    const tables = await sql`
      select (select layout from keyboards where id = 'main') as layout,
        (select data from buttons where id = 'more') as data, (select callback_data from callbacks) as callback
    `.execute(queries);
    expect(tables.rows).toEqual([{ layout: [['more']], data: 'more', callback: 'more' }]);

    await removeEntry(publishing, anna, { kind: 'handler', id });
    await publish(publishing, { by: anna });
    expect((await sql`select from handlers where pattern = '/hi'`.execute(queries)).rows).toEqual([]);
    expect(await rollBack(publishing, 2, { by: anna })).toMatchObject({ ok: true, version: 4 });
    expect((await sql`select id::text as id from handlers where pattern = '/hi'`.execute(queries)).rows).toEqual([
      { id },
    ]);
  });

  it('C9 refuses errors and changes nothing', async () => {
    const { queries } = database();
    const publishing = testPublishing(queries);
    const before = await publishedVersion(queries);
    const id = await add(publishing, '/lost', { keyboard_id: 'none' });
    expect(await publish(publishing, { by: anna })).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([expect.objectContaining({ code: 'unknown_keyboard' })]),
    });
    expect(await publishedVersion(queries)).toBe(before);
    expect(publishing).toMatchObject({ announced: [], queued: [] });
    await removeEntry(publishing, anna, { kind: 'handler', id });
  });

  it('C9 makes consecutive versions of publications at the same time', async () => {
    const { queries } = database();
    const before = await publishedVersion(queries);
    const results = await Promise.all(
      ['anna', 'boris', 'carla'].map((name) => publish(testPublishing(queries), { by: testActor(name) })),
    );
    const versions = results.map((result) => (result.ok ? result.version : 0)).toSorted((a, b) => a - b);
    expect(versions).toEqual([before + 1, before + 2, before + 3]);
    expect(await publishedVersion(queries)).toBe(before + 3);
  });

  it('C9 publishes what it checked: a draft that is changed meanwhile is checked again', async () => {
    const { queries } = database();
    const publishing = testPublishing(queries);
    let isFirst = true;
    const meddled = await publish(
      {
        ...publishing,
        check: async (document) => {
          const problems = await publishing.check(document);
          if (isFirst) await add(publishing, '/meddled', { keyboard_id: 'none' });
          isFirst = false;
          return problems;
        },
      },
      { by: anna },
    );
    expect(meddled).toMatchObject({ ok: false });
    const { entries } = await readEntries(queries);
    const id = entries.find(({ pattern }) => pattern === '/meddled')?.id ?? '';
    expect((await changeEntry(publishing, anna, { kind: 'handler', id, fields: { keyboard_id: null } })).ok).toBe(true);
    expect(await publish(publishing, { by: anna })).toMatchObject({ ok: true });
  });

  it('C1 lets many change different entries at once, and loses nothing', async () => {
    const { queries } = database();
    const publishing = testPublishing(queries);
    const names = Array.from({ length: 12 }, (_, index) => `/many${index}`);
    await Promise.all(names.map((name) => add(publishing, name)));
    const { document, revision } = await readDraftDocument(queries);
    expect(document?.handlers.map(({ pattern }) => pattern)).toEqual(expect.arrayContaining(names));
    const positions = await sql<{ count: number }>`
      select count(distinct position) as count from draft_entries where kind = 'handler'`.execute(queries);
    expect(positions.rows[0]?.count).toBe(document?.handlers.length);
    expect(revision).toBeGreaterThan(12);
  });
});

/** Adds a handler. @returns its id. */
async function add(publishing: ReturnType<typeof testPublishing>, pattern: string, more: object = {}): Promise<string> {
  const content = { pattern, action: 'send', message: pattern, ...more };
  const added = await addEntry(publishing, anna, { kind: 'handler', content });
  if (!added.ok) throw new Error(added.refusal);
  return added.entry.id;
}

async function readEntries(queries: Parameters<typeof readDraftDocument>[0]) {
  const { document, handlerIds } = await readDraftDocument(queries);
  return {
    entries: (document?.handlers ?? []).map(({ pattern }, index) => ({ pattern, id: handlerIds[index] ?? '' })),
  };
}

describeOnBothEngines('a large configuration', (database) => {
  let shipped: Awaited<ReturnType<typeof shippedFile>>;
  beforeAll(async () => {
    shipped = await shippedFile(smallBot);
    await ensureConfiguration(database().queries, shipped.file);
  });
  afterAll(() => shipped.remove());

  /** Milliseconds that publishing takes: what else the machine does is not what is measured. */
  async function publishingTakes(count: number, enough = 0): Promise<number> {
    const publishing = testPublishing(database().queries);
    const handlers = Array.from({ length: count }, (_, index) => ({
      pattern: `word ${index}`,
      action: 'send',
      message: { ru: `Слово ${index}`, en: `Word ${index}` },
    }));
    expect(await writeDraftDocument(publishing, anna, { data: { minuta: 1, handlers } })).toMatchObject({ ok: true });
    const publishOnce = async () => expect(await publish(publishing, { by: anna })).toMatchObject({ ok: true });
    return bestOf(() => timeOf(publishOnce), enough);
  }

  it('C9 takes a thousand times the handlers in far less than a thousand times the time', async () => {
    const few = await publishingTakes(10);
    // What a publication costs whatever its size is in both; twenty statements and a commit are a few milliseconds.
    const enough = Math.max(few, 10) * 150;
    expect(await publishingTakes(10_000, enough)).toBeLessThan(enough);
    const { rows } = await sql<{ count: number }>`select count(*) as count from handlers`.execute(database().queries);
    expect(rows[0]?.count).toBe(10_000);
  });
});
