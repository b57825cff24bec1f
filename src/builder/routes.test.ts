import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { startApi, type TestApi } from '../platform/http/testing.ts';
import { ensureConfiguration } from './ensure-configuration.ts';
import { shippedFile, smallBot, testPublishing } from './life-testing.ts';
import { builderRoutes } from './routes.ts';
import type { RecordDeed } from './routes/request.ts';

const item = z.looseObject({ id: z.string().default(''), pattern: z.string().default('') });
const listed = z.object({ items: z.array(item), next_cursor: z.string().nullable() });
const made = z.looseObject({ id: z.string() });
const wholeDraft = z.object({
  entries: z.array(z.object({ kind: z.string(), id: z.string(), revision: z.int(), content: z.looseObject({}) })),
});

const changeOf = (id: string, revision: number, fields: object) => ({ kind: 'callback', id, revision, fields });

describeOnBothEngines('the API of the configuration', (database) => {
  let api: TestApi;
  let shipped: Awaited<ReturnType<typeof shippedFile>>;
  const audited: { who: string; action: string; subject: string }[] = [];
  const record: RecordDeed = async (_, { name }, ...entries) =>
    void audited.push(...entries.map(({ action, subject }) => ({ who: name, action, subject })));
  beforeAll(async () => {
    const { queries } = database();
    shipped = await shippedFile(smallBot);
    await ensureConfiguration(queries, shipped.file);
    const features = [builderRoutes({ ...testPublishing(queries), record, shipped: shipped.file })];
    api = await startApi({ queries, features });
  });
  afterAll(async () => {
    await api.close();
    await shipped.remove();
  });

  // Each begins with the draft as it ships; its ids stay the same.
  beforeEach(async () => void (await upload(smallBot)));

  const upload = (file: string, query = '') =>
    api.call(`/config/import${query}`, { method: 'POST', body: file, headers: { 'content-type': 'application/yaml' } });
  const post = (path: string, body?: unknown) => api.call(path, { method: 'POST', body });
  const patch = (path: string, body: unknown, headers = {}) => api.call(path, { method: 'PATCH', body, headers });
  const itemsOf = async (path: string) => listed.parse((await api.call(path)).body).items;
  const firstOf = async (path: string) => {
    const [first] = await itemsOf(path);
    if (first === undefined) throw new Error(`nothing at ${path}`);
    return first;
  };
  /** Makes an entry. @returns its id. */
  const make = async (section: string, body: object) => made.parse((await post(`/${section}`, body)).body).id;

  it('C2 has handlers, callbacks, keyboards and buttons made, read, changed and deleted', async () => {
    const handler = { pattern: '/hi', action: 'send', message: { ru: 'Привет', en: 'Hi' }, photo_url: null };
    const answer = await post('/handlers', handler);
    expect(answer).toMatchObject({
      status: 201,
      body: { pattern: '/hi', action: 'send', message: { ru: 'Привет', en: 'Hi' }, enabled: true },
    });
    const { id, ...rest } = made.parse(answer.body);
    expect(rest).not.toHaveProperty('photo_url');
    expect(answer.headers.get('location')).toBe(`/api/v1/handlers/${id}`);

    const callback = await make('callbacks', {
      callback_data: 'hi.more',
      action: 'edit',
      message: 'x',
      handler_id: id,
    });
    const button = await make('buttons', { label: 'More', data: 'hi.more' });
    const keyboard = await make('keyboards', { layout: [[button, { label: 'Site', url: 'https://example.com' }]] });
    expect(keyboard).toMatch(/^\d+$/);
    expect(await make('keyboards', { id: 'named', layout: [[button]] })).toBe('named');
    expect(await patch(`/handlers/${id}`, { keyboard_id: keyboard, enabled: false })).toMatchObject({
      status: 200,
      body: { id, keyboard_id: keyboard, enabled: false, message: handler.message },
    });
    expect(await patch(`/handlers/${id}`, { keyboard_id: null, enabled: null })).toMatchObject({
      body: { enabled: true },
    });
    expect((await api.call(`/callbacks/${callback}`)).body).toMatchObject({ handler_id: id, callback_data: 'hi.more' });
    for (const path of [`/handlers/${id}`, '/keyboards/named', `/keyboards/${keyboard}`, `/buttons/${button}`])
      expect(await api.call(path, { method: 'DELETE' })).toMatchObject({ status: 204, body: '' });
    expect((await api.call(`/handlers/${id}`)).status).toBe(404);
    // It belonged to the handler, and is still there.
    expect((await api.call(`/callbacks/${callback}`)).body).not.toHaveProperty('handler_id');
    expect(audited).toContainEqual({ who: 'anna', action: 'handler.create', subject: `handler/${id}` });
    expect(audited).toContainEqual({ who: 'anna', action: 'handler.delete', subject: `handler/${id}` });
  });

  it('C1 pages through the draft in its order, and gives an entry another place', async () => {
    const before = (await itemsOf('/handlers')).map(({ pattern }) => pattern);
    const ids = [];
    for (const pattern of ['re:a', 're:b', 're:c']) ids.push(await make('handlers', { pattern, action: 'send' }));
    const [a = '', b = '', c = ''] = ids;
    const first = listed.parse((await api.call('/handlers?limit=3')).body);
    const rest = listed.parse((await api.call(`/handlers?limit=200&cursor=${first.next_cursor}`)).body);
    const order = [...first.items, ...rest.items].map(({ pattern }) => pattern);
    expect(order).toEqual([...before, 're:a', 're:b', 're:c']);
    expect((await api.call('/handlers?cursor=none')).status).toBe(422);

    const patterns = async () =>
      (await itemsOf('/handlers')).map(({ pattern }) => pattern).filter((p) => p.startsWith('re:'));
    await patch(`/handlers/${c}`, { before: a });
    expect(await patterns()).toEqual(['re:c', 're:a', 're:b']);
    await patch(`/handlers/${c}`, { after: a });
    expect(await patterns()).toEqual(['re:a', 're:c', 're:b']);
    await patch(`/handlers/${b}`, { after: null });
    expect((await itemsOf('/handlers'))[0]).toMatchObject({ id: b });
    await patch(`/handlers/${b}`, { before: null });
    expect((await itemsOf('/handlers')).at(-1)).toMatchObject({ id: b });
    // So often that there is no room between two of them any more.
    for (let turn = 0; turn < 24; turn += 1) await patch(`/handlers/${turn % 2 === 0 ? b : c}`, { after: a });
    expect(await patterns()).toEqual(['re:a', 're:c', 're:b']);
    expect((await patch(`/handlers/${b}`, { before: a, after: a })).status).toBe(422);
    expect(await patch(`/handlers/${b}`, { before: '999999' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'before' }] },
    });
  });

  it('C1 gives all entries of the draft at one moment, each with the revision that If-Match takes', async () => {
    const id = await make('callbacks', { callback_data: 'kept', action: 'edit', message: 'first' });
    const { entries } = wholeDraft.parse((await api.call('/config/draft/entries')).body);
    const entry = entries.find((each) => each.kind === 'callback' && each.id === id);
    expect(entry?.content).toEqual({ callback_data: 'kept', action: 'edit', message: 'first' });
    const match = { 'if-match': `"${entry?.revision}"` };
    expect((await patch(`/callbacks/${id}`, { message: 'second' }, match)).status).toBe(200);
    expect(entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['handler', 'callback', 'keyboard']));
  });

  it('C3 checks actions when they are saved, and says where and what instead', async () => {
    const body = { pattern: '/fly', action: ['send', 'gotto more'] };
    const refused = await post('/handlers', body);
    expect(refused).toMatchObject({
      status: 422,
      body: { type: 'urn:minuta:problem:configuration', errors: [{ path: 'action[1]' }] },
    });
    expect(refused.body).toMatchObject({ problems: [{ pointer: '/action/1', message: { ru: expect.any(String) } }] });
    const id = await make('handlers', { ...body, action: 'goto nowhere.yet' });
    for (const action of [
      '[{"action":"goto"}]',
      [{ action: 'goto', to: 5 }],
      [{ action: 'wait', seconds: 'soon' }],
      '[1',
    ])
      expect(await patch(`/handlers/${id}`, { action })).toMatchObject({ status: 422 });
    expect((await patch(`/handlers/${id}`, { action: [{ action: 'ask', into: 'имя' }] })).body).toMatchObject({
      problems: [{ message: { ru: expect.stringContaining('латиницей') } }],
    });
    expect((await patch(`/handlers/${id}`, { action: 'goto' })).body).toMatchObject({
      problems: [
        {
          message: {
            ru: '«Перейти к экрану», поле «Куда»: не заполнено',
            en: '“Go to a screen”, field “Where to”: not filled in',
          },
        },
      ],
    });
    // What is not there yet may come; the check names it, and publishing refuses it.
    expect(await post('/config/check')).toMatchObject({
      status: 200,
      body: {
        ok: false,
        problems: [{ code: 'unknown_target', severity: 'error', entry: { kind: 'handler', id } }],
      },
    });
    expect(await post('/config/publish')).toMatchObject({ status: 422, body: { problems: [{ entry: { id } }] } });
    await patch(`/handlers/${id}`, { action: 'send', photo_url: 'upload:77' });
    expect((await post('/config/check')).body).toMatchObject({ problems: [{ code: 'unknown_upload', entry: { id } }] });
  });

  it('C2 refuses data that another callback has, and names it', async () => {
    const id = await make('callbacks', { callback_data: 'only.one', action: 'edit', message: 'x' });
    const again = await post('/callbacks', { callback_data: ' only.one', action: 'edit', message: 'y' });
    expect(again).toMatchObject({ status: 409, body: { taken_by: id, errors: [{ path: 'callback_data' }] } });
    const other = await make('callbacks', { callback_data: 'another', action: 'edit', message: 'y' });
    expect((await patch(`/callbacks/${other}`, { callback_data: 'only.one' })).status).toBe(409);
    expect((await patch(`/callbacks/${id}`, { callback_data: 'only.one', message: 'z' })).status).toBe(200);
    expect(await post('/callbacks', { callback_data: 'x', action: 'edit', handler_id: '999999' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'handler_id' }] },
    });
    expect(await post('/buttons', { id: 'more', label: 'x' })).toMatchObject({
      status: 409,
      body: { taken_by: 'more' },
    });
  });

  it('C2 takes ids as numbers as well, and an entry back as it was read', async () => {
    const button = await make('buttons', { label: 'More', data: 'more' });
    const layout = [[Number(button), { label: 'Site', url: 'https://example.com' }]];
    const keyboard = await make('keyboards', { layout });
    expect((await api.call(`/keyboards/${keyboard}`)).body).toMatchObject({ layout: [[button, layout[0]?.[1]]] });
    const handler = { pattern: '/numbers', action: 'send', message: 'x', keyboard_id: Number(keyboard), after: null };
    const id = await make('handlers', handler);
    expect(await firstOf('/handlers')).toMatchObject({ id, keyboard_id: keyboard });
    const child = { callback_data: 'numbers.more', action: 'send', message: 'y', handler_id: Number(id) };
    for (const path of [`/handlers/${id}`, `/callbacks/${await make('callbacks', child)}`, `/keyboards/${keyboard}`]) {
      const { body } = await api.call(path);
      expect(await patch(path, body)).toMatchObject({ status: 200, body });
    }
    expect((await patch(`/handlers/${id}`, { id: '1' })).body).toMatchObject({ errors: [{ path: 'id' }] });
  });

  it('C1 changes what refers to a name together with the name', async () => {
    await patch('/keyboards/main', { id: 'first' });
    expect((await api.call('/keyboards/main')).status).toBe(404);
    const start = await firstOf('/handlers');
    expect(start).toMatchObject({ pattern: '/start', keyboard_id: 'first' });
    await patch('/buttons/more', { id: 'further' });
    expect((await api.call('/keyboards/first')).body).toMatchObject({ layout: [['further']] });
    const more = await firstOf('/callbacks');
    await patch(`/callbacks/${more.id}`, { callback_data: 'further' });
    expect((await api.call('/buttons/further')).body).toMatchObject({ data: 'further' });
    expect(await post('/config/check')).toMatchObject({ body: { ok: true } });
  });

  it('C1 tells the second of two administrators what the first one changed, and overwrites nothing', async () => {
    const id = await make('callbacks', { callback_data: 'shared', action: 'edit', message: 'first' });
    const read = await api.call(`/callbacks/${id}`);
    const match = { 'if-match': read.headers.get('etag') ?? '' };
    const changed = await patch(`/callbacks/${id}`, { message: 'by anna' }, match);
    expect(changed.status).toBe(200);
    const second = await patch(`/callbacks/${id}`, { message: 'by boris' }, match);
    expect(second).toMatchObject({
      status: 412,
      body: { detail: expect.stringMatching(/anna changed callback shared/), errors: [{ path: 'message' }] },
    });
    expect(second.body).toMatchObject({ errors: [{ message: 'anna changed it from «first» to «by anna»' }] });
    expect(second.body).toMatchObject({ changes: [{ author: 'anna', change: 'changed', kind: 'callback', id }] });
    expect(second.headers.get('etag')).toBe(changed.headers.get('etag'));
    expect((await api.call(`/callbacks/${id}`, { method: 'DELETE', headers: match })).status).toBe(412);
    const now = { 'if-match': changed.headers.get('etag') ?? '' };
    // A change of something else is none of this one.
    await make('buttons', { id: 'beside', label: 'x', data: 'shared' });
    expect((await patch(`/callbacks/${id}`, { message: 'by boris' }, now)).status).toBe(200);
    expect((await patch(`/callbacks/${id}`, { message: 'whatever' }, { 'if-match': '*' })).status).toBe(200);
    expect((await patch(`/callbacks/${id}`, { message: 'unseen' })).status).toBe(200);
  });

  it('C1 changes several entries at once, or none of them', async () => {
    const one = await make('callbacks', { callback_data: 'several.one', action: 'edit', message: 'one' });
    const two = await make('callbacks', { callback_data: 'several.two', action: 'goto several.one' });
    const revisionOf = async (id: string) =>
      Number((await api.call(`/callbacks/${id}`)).headers.get('etag')?.slice(1, -1));
    const [first, second] = [await revisionOf(one), await revisionOf(two)];
    const several = (...changes: object[]) => patch('/config/draft/entries', { changes });
    const messages = async () => {
      const read = await Promise.all([one, two].map((id) => api.call(`/callbacks/${id}`)));
      return read.map(({ body }) => z.looseObject({ message: z.string().optional() }).parse(body).message);
    };

    // The first renames what the second names: that is nobody else's change.
    const renamed = await several(
      changeOf(one, first, { callback_data: 'several.first', message: 'first' }),
      changeOf(two, second, { message: 'second' }),
    );
    expect(renamed).toMatchObject({ status: 200, body: { revision: await revisionOf(two) } });
    expect(audited.slice(-2)).toEqual(
      [one, two].map((id) => ({ who: 'anna', action: 'callback.update', subject: `callback/${id}` })),
    );
    expect(await messages()).toEqual(['first', 'second']);
    expect((await api.call(`/callbacks/${two}`)).body).toMatchObject({ action: 'goto several.first' });

    const [now, then] = [await revisionOf(one), await revisionOf(two)];
    // One step of the draft, so that as many of others' as before are remembered.
    expect(now).toBe(then);
    expect(await several(changeOf(one, now, { before: two }))).toMatchObject({ status: 422 });
    await patch(`/callbacks/${two}`, { message: 'by somebody else' });
    expect(
      await several(changeOf(one, now, { message: 'lost' }), changeOf(two, then, { message: 'lost' })),
    ).toMatchObject({
      status: 412,
      body: { changes: [{ author: 'anna', kind: 'callback', id: two, name: 'several.two' }] },
    });
    const later = await revisionOf(two);
    const refused = await several(
      changeOf(one, now, { message: 'lost' }),
      changeOf(two, later, { action: 'nonsense' }),
    );
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ path: expect.stringMatching(/^changes\[1\]/) }] },
    });
    const taken = await several(
      changeOf(one, now, { message: 'lost' }),
      changeOf(two, later, { callback_data: 'several.first' }),
    );
    expect(taken).toMatchObject({ status: 409, body: { errors: [{ path: 'changes[1].fields.callback_data' }] } });
    expect(await several(changeOf(one, now, { message: 'lost' }), changeOf('99999', 1, {}))).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'changes[1].id' }] },
    });
    expect(await messages()).toEqual(['first', 'by somebody else']);
  });

  it('C1 tells whoever publishes or replaces a draft that is not the one they read', async () => {
    const read = await api.call('/config/draft');
    const match = { 'if-match': read.headers.get('etag') ?? '' };
    await make('handlers', { pattern: '/late', action: 'send', message: 'x' });
    const revision = Number(match['if-match'].replaceAll('"', ''));
    for (const refused of [
      await api.call('/config/draft', { method: 'PUT', body: read.body, headers: match }),
      await api.call('/config/publish', { method: 'POST', headers: match }),
      await post('/config/publish', { if_draft: revision }),
      await post('/config/rollback', { version: 1, if_draft: revision }),
    ])
      expect(refused).toMatchObject({
        status: 412,
        body: { detail: expect.stringMatching(/anna added handler \/late/) },
      });
  });

  it('C12 replaces the draft as a whole, keeps the ids of what is found again, and refuses nonsense', async () => {
    const start = await firstOf('/handlers');
    const draft = z.looseObject({ handlers: z.array(z.looseObject({})) }).parse((await api.call('/config/draft')).body);
    const handlers = [{ pattern: '/new', action: 'send', message: 'New' }, ...draft.handlers];
    const body = { ...draft, handlers, ready_made_activities: ['Work'] };
    const replaced = await api.call('/config/draft', { method: 'PUT', body });
    expect(replaced).toMatchObject({ status: 200, body: { problems: [] } });
    expect((await itemsOf('/handlers')).map(({ pattern }) => pattern)).toEqual(['/new', '/start', '*']);
    expect((await itemsOf('/handlers'))[1]).toMatchObject({ id: start.id });
    expect((await patch('/config/draft', { ready_made_activities: [{ ru: 'Сон', en: 'Sleep' }] })).status).toBe(200);
    expect((await api.call('/config/draft')).body).toMatchObject({ ready_made_activities: [{ en: 'Sleep' }] });
    const wrong = await api.call('/config/draft', {
      method: 'PUT',
      body: { ...body, handlers: [{ pattern: 1 }], x: 1 },
    });
    expect(wrong).toMatchObject({
      status: 422,
      body: { errors: expect.arrayContaining([{ path: 'x', message: expect.any(String) }]) },
    });
    expect((await api.call('/config/draft/diff')).body).toMatchObject({
      changes: [
        { change: 'changed', kind: 'header' },
        { change: 'added', kind: 'handler', name: '/new' },
      ],
    });
    expect(
      await post('/config/check', { document: { minuta: 1, handlers: [{ pattern: '*a', action: 'send' }] } }),
    ).toMatchObject({
      body: { ok: false },
    });
  });

  it('C5 brings back what ships, keeps the rest, and says what does not go together', async () => {
    const start = await firstOf('/handlers');
    const more = await firstOf('/callbacks');
    await patch(`/handlers/${start.id}`, { message: 'changed' });
    await api.call(`/callbacks/${more.id}`, { method: 'DELETE' });
    const mine = await make('handlers', { pattern: '/mine', action: 'goto lost' });
    expect(await post('/config/reset')).toMatchObject({
      status: 200,
      body: {
        restored: [
          { change: 'changed', kind: 'handler', name: '/start', fields: [{ field: 'message', after: 'Hello' }] },
          { change: 'added', kind: 'callback', name: 'more' },
        ],
        problems: [{ code: 'unknown_target' }],
      },
    });
    expect((await itemsOf('/handlers')).map(({ id }) => id)).toEqual([start.id, expect.any(String), mine]);
  });

  it('C9 publishes, lists, compares and rolls back', async () => {
    const version = z.looseObject({ version: z.int() });
    const before = version.parse((await post('/config/publish', { note: 'as it was' })).body).version;
    const id = await make('handlers', { pattern: '/extra', action: 'send', message: 'Extra' });
    expect(await post('/config/publish', { note: 'an extra' })).toMatchObject({
      status: 200,
      body: { version: before + 1, unchanged: false, replicas: [{ id: 'bot-1', version: before + 1 }], warnings: [] },
    });
    expect((await post('/config/publish')).body).toMatchObject({ version: before + 2, unchanged: true });
    expect((await api.call(`/config/versions/${before + 1}/diff`)).body).toMatchObject({
      changes: [{ change: 'added', kind: 'handler', id, name: '/extra' }],
    });
    expect((await api.call(`/config/versions/${before}/diff?against=draft`)).body).toMatchObject({
      changes: [{ change: 'removed', id }],
    });
    await patch(`/handlers/${id}`, { message: 'never published' });
    expect(await post('/config/rollback', { version: before, note: 'no extra' })).toMatchObject({
      status: 200,
      body: { version: before + 3, discarded: [{ change: 'changed', id }] },
    });
    expect((await itemsOf('/handlers')).map((handler) => handler.id)).not.toContain(id);
    await post('/config/rollback', { version: before + 1 });
    expect((await api.call(`/handlers/${id}`)).body).toMatchObject({ message: 'Extra' });
    const versions = listed.parse((await api.call('/config/versions?limit=2')).body);
    expect(versions.items).toMatchObject([
      { version: before + 4, restores: before + 1, author: 'anna' },
      { version: before + 3, restores: before, note: 'no extra' },
    ]);
    expect((await itemsOf(`/config/versions?limit=1&cursor=${versions.next_cursor}`))[0]).toMatchObject({
      version: before + 2,
    });
    expect((await api.call(`/config/versions/${before}`)).body).toMatchObject({
      note: 'as it was',
      document: { minuta: 1 },
    });
    for (const path of ['/config/versions/999', '/config/versions/999/diff'])
      expect((await api.call(path)).status).toBe(404);
    expect((await post('/config/rollback', { version: 999 })).status).toBe(422);
    expect((await api.call('/config')).body).toMatchObject({ version: before + 4, has_changes: false });
  });

  it('C12 gives the draft as a file and takes it back, comments and all', async () => {
    expect((await upload(smallBot)).status).toBe(200);
    const exported = await api.call('/config/export');
    expect(exported.headers.get('content-type')).toMatch(/^application\/yaml/);
    expect(exported.body).toBe(smallBot);
    const asJson = await api.call('/config/export', { headers: { accept: 'application/json' } });
    expect(asJson.body).toMatchObject({ minuta: 1, handlers: [{ pattern: '/start' }, { pattern: '*' }] });
    expect((await post('/config/import', asJson.body)).status).toBe(200);
    expect(await upload(smallBot.replace('Hello', 'Good day'), '?publish=true')).toMatchObject({
      status: 200,
      body: { published: { unchanged: false } },
    });
    expect((await api.call('/config/export?version=published')).body).toContain('Good day');
    expect((await api.call('/config/export?version=1')).body).toBe(smallBot);
    const wrong = await upload(smallBot.replace('keyboard_id: main', 'keyboard_id: mian'));
    expect(wrong).toMatchObject({
      status: 422,
      body: {
        problems: expect.arrayContaining([expect.objectContaining({ code: 'unknown_keyboard', line: 8, column: 5 })]),
      },
    });
    expect((await api.call('/config/export')).body).toContain('Good day');
    expect((await upload('a: [')).status).toBe(422);
  });

  it('C1 leaves publishing to who may publish', async () => {
    const scopes = ['config:read', 'config:write'] as const;
    const call = (path: string, body: unknown) =>
      api.call(path, { method: 'POST', body, scopes, headers: { 'content-type': 'application/json' } });
    for (const path of ['/config/publish', '/config/import?publish=true'])
      expect((await call(path, '{}')).status).toBe(403);
    expect((await call('/config/rollback', { version: 1 })).status).toBe(403);
    expect((await api.call('/handlers', { scopes: null })).status).toBe(401);
    expect((await api.call('/handlers', { method: 'POST', body: {}, scopes: ['config:read'] })).status).toBe(403);
  });

  it('C1 an entry that runs, deleted and added again, has its id again', async () => {
    const { id, pattern } = await firstOf('/handlers');
    expect((await post('/config/publish')).status).toBe(200);
    await api.call(`/handlers/${id}`, { method: 'DELETE' });
    expect(await make('handlers', { pattern, action: 'send' })).toBe(id);
    expect(await make('handlers', { pattern, action: 'send' })).not.toBe(id);
  });
});
