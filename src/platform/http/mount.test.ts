import { hash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothEngines } from '../database/testing.ts';
import type { ApiPlugin } from './api.ts';
import { noteSchema, notesFeature, problem } from './notes-testing.ts';
import { makeCursor, pageOf } from './page.ts';
import { startApi, type TestApi } from './testing.ts';

const nested = (levels: number) => `{"text":${'['.repeat(levels)}${']'.repeat(levels)}}`;

/** Whoever knows how the sum is made can put anything before it. */
function cursorOf(text: string): string {
  const key = Buffer.from(text).toString('base64url');
  return `${key}.${hash('sha256', `notes:${key}`, 'base64url').slice(0, 8)}`;
}

const openFeature: ApiPlugin = (api) => void api.get('/open', async () => 'x');

describeOnBothEngines('the API', (database) => {
  const count = { made: 0 };
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ queries: database().queries, features: [notesFeature(count)] });
  });
  afterAll(() => api.close());

  const post = (body: unknown) => api.call('/notes', { method: 'POST', body });
  const change = (condition?: string) =>
    api.call('/notes/1', {
      method: 'PATCH',
      body: { text: 'x' },
      ...(condition === undefined ? {} : { headers: { 'if-match': condition } }),
    });

  it('A2 lets in who has the scope, and nobody else', async () => {
    expect(await api.call('/notes')).toMatchObject({ status: 200 });
    expect(await api.call('/notes', { scopes: null })).toMatchObject(problem(401, 'unauthorized'));
    expect(await api.call('/notes', { scopes: ['tracker:read'] })).toMatchObject(problem(403, 'forbidden'));
  });

  it('A2 refuses to start with a route that does not say who may', async () => {
    await expect(startApi({ queries: database().queries, features: [openFeature] })).rejects.toThrow(
      /\/open does not say who/,
    );
  });

  it('A3 answers every kind of refusal with a problem document', async () => {
    const broken = (body: string, type = 'application/json') =>
      api.call('/notes', { method: 'POST', body, headers: { 'content-type': type } });
    expect(await broken('{"text":')).toMatchObject(problem(400, 'malformed'));
    expect(await broken('')).toMatchObject(problem(422, 'invalid'));
    expect(await broken('{"__proto__":{"x":1},"text":"a"}')).toMatchObject(problem(400, 'malformed'));
    expect(await broken('text', 'text/plain')).toMatchObject(problem(415, 'media_type'));
    expect(await broken(JSON.stringify({ text: 'x'.repeat(2_000_000) }))).toMatchObject(problem(413, 'too_large'));
    expect(await api.call('/nowhere')).toMatchObject(problem(404, 'not_found'));
    expect(await api.call('/notes/9', { method: 'PATCH', body: { text: 'x' } })).toMatchObject(
      problem(404, 'not_found'),
    );
    expect(await api.call('/notes/x', { method: 'PATCH', body: { text: 'x' } })).toMatchObject(
      problem(404, 'not_found'),
    );
    const put = await api.call('/notes', { method: 'PUT', body: {} });
    expect(put).toMatchObject(problem(405, 'method'));
    expect(put.headers.get('allow')).toBe('GET, HEAD, POST');
    expect(put.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('A3 names every field that does not fit', async () => {
    expect(await post({ text: 'x'.repeat(21), colour: 'red', size: 1 })).toMatchObject({
      status: 422,
      body: {
        errors: [
          { path: 'text', message: expect.any(String) },
          { path: 'colour', message: 'is not known here' },
          { path: 'size', message: 'is not known here' },
        ],
      },
    });
    expect(await post([])).toMatchObject({ status: 422, body: { errors: [{ path: 'body' }] } });
    expect(await api.call('/notes?limit=0')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'query.limit' }] },
    });
  });

  it('refuses what the database could not keep', async () => {
    for (const text of ['a\0b', 'half \ud83d of a pair'])
      expect(await post({ text })).toMatchObject({ status: 422, body: { errors: [{ path: 'text' }] } });
  });

  it('refuses what is nested so deeply that nobody could look through it', async () => {
    for (const levels of [101, 400_000])
      expect(
        await api.call('/notes', {
          method: 'POST',
          body: nested(levels),
          headers: { 'content-type': 'application/json' },
        }),
      ).toMatchObject({ status: 422, body: { errors: [{ message: 'is nested too deeply' }] } });
  });

  it('names as many characters that cannot be kept as anybody reads', async () => {
    const { body } = await post({ text: Array.from({ length: 100_000 }, () => '\0') });
    expect(Reflect.get(Object(body), 'errors')).toHaveLength(100);
  });

  it('pages by a cursor that cannot be changed or used elsewhere', async () => {
    const seen: unknown[] = [];
    let path = '/notes?limit=2';
    for (let pages = 0; pages < 3; pages += 1) {
      const page = pageOf(noteSchema).parse((await api.call(path)).body);
      seen.push(page.items.map(({ id }) => id));
      path = `/notes?limit=2&cursor=${page.next_cursor}`;
    }
    expect(seen).toEqual([['1', '2'], ['3', '4'], ['5']]);
    const cursor = makeCursor('notes', 2);
    const forged = [
      `${cursor.slice(0, -1)}?`,
      `x${cursor}`,
      cursor.split('.')[0],
      `${cursor}.x`,
      'x',
      '.',
      makeCursor('other', 2),
    ];
    for (const one of [...forged, makeCursor('notes', 'two'), cursorOf('no JSON'), makeCursor('notes', '\0')])
      expect(await api.call(`/notes?cursor=${encodeURIComponent(String(one))}`)).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'query.cursor' }] },
      });
  });

  it('C1 refuses a change that was meant for something else, and says what the other one did', async () => {
    for (const condition of ['"7"', '"3", "7"', '*', undefined])
      expect(await change(condition)).toMatchObject({ status: 200 });
    for (const condition of ['"6"', 'W/"7"', '7']) {
      const refused = await change(condition);
      expect(refused).toMatchObject(problem(412, 'changed_meanwhile'));
      expect(refused.body).toMatchObject({ detail: 'boris changed text.', errors: [{ path: 'text' }] });
      expect(refused.headers.get('etag')).toBe('"7"');
    }
  });

  it('answers too many requests with 429 and when to come again', async () => {
    const limited = await startApi({
      queries: database().queries,
      features: [notesFeature(count)],
      limits: { principal: 3, address: 2 },
    });
    const statuses = async (scopes?: null) => {
      const answers = [];
      for (let i = 0; i < 4; i += 1) answers.push(await limited.call('/notes', scopes === null ? { scopes } : {}));
      expect(answers.at(-1)?.headers.get('retry-after')).toMatch(/^\d+$/);
      return answers.map(({ status }) => status);
    };
    expect(await statuses()).toEqual([200, 200, 200, 429]);
    expect(await statuses(null)).toEqual([401, 401, 429, 429]);
    await limited.close();
  });
});
