import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnBothEngines } from '../../platform/database/testing.ts';
import { startApi, type TestApi } from '../../platform/http/testing.ts';
import { ensureConfiguration } from '../ensure-configuration.ts';
import { shippedFile, smallBot, testPublishing } from '../life-testing.ts';
import { builderRoutes } from '../routes.ts';
import { graphView } from './graph.ts';

const listed = z.object({ items: z.array(z.looseObject({ id: z.string() })) });
const differences = z.object({ changes: z.array(z.looseObject({ change: z.string(), kind: z.string() })) });

const record = async () => undefined;

describeOnBothEngines('what was not published', (database) => {
  let api: TestApi;
  let shipped: Awaited<ReturnType<typeof shippedFile>>;
  beforeAll(async () => {
    const { queries } = database();
    shipped = await shippedFile(smallBot);
    await ensureConfiguration(queries, shipped.file);
    api = await startApi({
      queries,
      features: [builderRoutes({ ...testPublishing(queries), record, shipped: shipped.file })],
    });
  });
  afterAll(async () => {
    await api.close();
    await shipped.remove();
  });
  beforeEach(async () => void (await discard()));

  const discard = (entry?: { kind: string; id: string }, headers = {}) =>
    api.call('/config/draft/discard', { method: 'POST', headers, ...(entry ? { body: { entry } } : {}) });
  const left = async () => differences.parse((await api.call('/config/draft/diff')).body).changes;
  const idsOf = async (section: string) => listed.parse((await api.call(`/${section}`)).body).items.map(({ id }) => id);
  const patch = (path: string, body: unknown) => api.call(path, { method: 'PATCH', body });

  it('C9 one changed entry becomes as it runs, the others stay changed', async () => {
    const [start = '', other = ''] = await idsOf('handlers');
    await patch(`/handlers/${start}`, { message: 'Good day' });
    await patch(`/handlers/${other}`, { message: 'Pardon?' });
    expect(await discard({ kind: 'handler', id: start })).toMatchObject({ status: 200 });
    expect(await left()).toMatchObject([{ change: 'changed', kind: 'handler', id: other }]);
  });

  it('C9 what was added goes, what was deleted returns with its id and its place', async () => {
    const before = await idsOf('handlers');
    await api.call('/handlers', { method: 'POST', body: { pattern: '/new', action: 'send', message: 'x' } });
    await api.call(`/handlers/${before[0] ?? ''}`, { method: 'DELETE' });
    const added = (await idsOf('handlers')).find((id) => !before.includes(id)) ?? '';
    await discard({ kind: 'handler', id: added });
    await discard({ kind: 'handler', id: before[0] ?? '' });
    expect(await idsOf('handlers')).toEqual(before);
    expect(await left()).toEqual([]);
    // The draft is what runs again, and says so.
    expect((await api.call('/config')).body).toMatchObject({ has_changes: false });
  });

  it('C9 a name that comes back comes back in what refers to it', async () => {
    const [more = ''] = await idsOf('callbacks');
    await patch(`/callbacks/${more}`, { callback_data: 'else' });
    expect(await left()).toHaveLength(2);
    await discard({ kind: 'callback', id: more });
    expect(await left()).toEqual([]);
  });

  it('C9 an entry that was moved stands where it stood', async () => {
    const before = await idsOf('handlers');
    await patch(`/handlers/${before[0] ?? ''}`, { after: before.at(-1) });
    const [moved] = await left();
    await discard({ kind: 'handler', id: String(moved?.['id']) });
    expect(await idsOf('handlers')).toEqual(before);
  });

  it('C9 all of it goes at once, ready-made activities too', async () => {
    await api.call('/config/draft', { method: 'PATCH', body: { ready_made_activities: ['Sleep'] } });
    await api.call('/buttons/more', { method: 'DELETE' });
    await discard({ kind: 'header', id: '' });
    expect(await left()).toMatchObject([{ kind: 'button' }]);
    await api.call('/config/draft', { method: 'PATCH', body: { ready_made_activities: ['Sleep'] } });
    await discard();
    expect(await left()).toEqual([]);
  });

  it('C9 nothing goes over somebody else’s change, and nothing that is not there', async () => {
    const [start = ''] = await idsOf('handlers');
    await patch(`/handlers/${start}`, { message: 'Good day' });
    expect(await discard(undefined, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    expect(await discard({ kind: 'handler', id: '999999' })).toMatchObject({ status: 422 });
    expect(await left()).toHaveLength(1);
  });

  it('C9 who changed an entry last is told until it is published', async () => {
    const [start = ''] = await idsOf('handlers');
    await patch(`/handlers/${start}`, { message: 'Good day' });
    await patch(`/handlers/${start}`, { message: 'Good evening' });
    const { items } = listed.parse((await api.call('/config/draft/changes')).body);
    expect(items).toMatchObject([{ kind: 'handler', id: start, author: expect.any(String) }]);
    await api.call('/config/publish', { method: 'POST', body: {} });
    expect((await api.call('/config/draft/changes')).body).toEqual({ items: [] });
  });

  it('C11 the picture of the draft and of a version name entries by their ids, with what is wrong in them', async () => {
    const [start = ''] = await idsOf('handlers');
    await api.call('/callbacks', { method: 'POST', body: { callback_data: 'lost', action: 'send', message: 'x' } });
    const draft = graphView.parse((await api.call('/config/graph')).body);
    expect(draft.edges).toMatchObject([{ from: `handler/${start}`, ways: [{ kind: 'button', label: 'More' }] }]);
    const lost = draft.nodes.find(({ name }) => name === 'lost');
    expect(lost?.problems.map((index) => draft.problems[index]?.code)).toEqual(['unreachable_callback']);
    const first = graphView.parse((await api.call('/config/graph?version=1')).body);
    expect(first.nodes.map(({ name }) => name)).not.toContain('lost');
    expect(await api.call('/config/graph?version=99')).toMatchObject({ status: 404 });
  });
});
