/** The draft's entries, one by one: handlers, callbacks, keyboards, buttons. */
import { z } from 'zod';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Api } from '../../platform/http/api.ts';
import { etagOf } from '../../platform/http/etag.ts';
import { pageOf, pageQuery, readCursor, toPage } from '../../platform/http/page.ts';
import { invalid, notFound, Problem } from '../../platform/http/problem.ts';
import {
  addEntry,
  changeEntry,
  removeEntry,
  type Change,
  type Editing,
  type EntryResult,
  type Refusal,
} from '../change-entry.ts';
import type { PlaceWish } from '../place-entry.ts';
import type { DraftEntry, EntryKind } from '../rules/draft.ts';
import { listEntries, readEntry } from '../store/draft.ts';
import { ENTRY_DEFAULTS, ENTRY_SHAPES, type EntryShapes } from './entry-shapes.ts';
import { refusedFor } from './problem-view.ts';
import { actorOf, guardOf, type RecordDeed } from './request.ts';

export interface EntryRoutesDeps extends Editing {
  readonly record: RecordDeed;
  /** The file that ships; another one in tests. */
  readonly shipped?: URL;
}

/** A number, or the name of a keyboard or button. */
const params = z.strictObject({ id: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,63}$/u) });
const pageKey = z.tuple([z.int32(), z.string()]);

export function mountEntryRoutes(api: Api, deps: EntryRoutesDeps): void {
  for (const shapes of ENTRY_SHAPES) mountKind(api, deps, shapes);
}

function mountKind(api: Api, deps: EntryRoutesDeps, shapes: EntryShapes): void {
  const { kind, section, noun, create, change, view } = shapes;
  const about = { tags: ['Configuration'] };
  const one = `/${section}/:id`;

  api.get(
    `/${section}`,
    {
      config: { needs: 'config:read' },
      schema: {
        ...about,
        summary: `The draft’s ${section}, in their order`,
        querystring: z.strictObject(pageQuery),
        response: { 200: pageOf(view) },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const key = readCursor(section, pageKey, cursor);
      const after = key === null ? null : { position: key[0], id: key[1] };
      const rows = await listEntries(deps.queries, kind, { after, limit: limit + 1 });
      return toPage(section, { rows, limit }, ({ position, id }) => [position, id], present);
    },
  );

  api.post(
    `/${section}`,
    {
      config: { needs: 'config:write' },
      schema: { ...about, summary: `Add ${noun} to the draft`, body: create, response: { 201: view } },
    },
    async (request, reply) => {
      const { id, fields, place } = wishOf(request.body);
      const content = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
      const addition = {
        kind,
        content,
        ...(id === undefined ? {} : { id }),
        ...(place === undefined ? {} : { place }),
      };
      const added = await addEntry(deps, actorOf(request, deps.record), addition);
      const entry = entryOf(added, noun, '');
      return answer(reply.code(201).header('location', `/api/v1/${section}/${encodeURIComponent(entry.id)}`), entry);
    },
  );

  api.get(
    one,
    {
      config: { needs: 'config:read', revisioned: true },
      schema: { ...about, summary: `One of the draft’s ${section}`, params, response: { 200: view } },
    },
    async (request, reply) => {
      const entry = await readEntry(deps.queries, kind, request.params.id);
      if (entry === null) throw unknown(noun, request.params.id);
      return answer(reply, entry);
    },
  );

  api.patch(
    one,
    {
      config: { needs: 'config:write', revisioned: true },
      schema: {
        ...about,
        summary: `Change ${noun} of the draft`,
        description:
          'Fields that are left out stay as they are, null takes one away. `before` and `after` give it another ' +
          'place. What refers to a name that changes is changed with it.',
        params,
        body: change,
        response: { 200: view },
      },
    },
    async (request, reply) => {
      const wished = { kind, id: request.params.id, ...changeOf(kind, request.params.id, request.body) };
      const changed = await changeEntry(deps, actorOf(request, deps.record), { ...wished, guard: guardOf(request) });
      return answer(reply, entryOf(changed, noun, request.params.id));
    },
  );

  api.delete(
    one,
    {
      config: { needs: 'config:write', revisioned: true },
      schema: {
        ...about,
        summary: `Take ${noun} out of the draft`,
        description: 'What refers to it stays; the check names it.',
        params,
        response: { 204: z.undefined() },
      },
    },
    async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
      const { id } = request.params;
      const removed = await removeEntry(deps, actorOf(request, deps.record), { kind, id, guard: guardOf(request) });
      entryOf(removed, noun, id);
      return reply.code(204).send();
    },
  );
}

/** What a body changes of this entry. @throws {Problem} 422 */
export function changeOf(
  kind: EntryKind,
  id: string,
  body: Readonly<Record<string, unknown>>,
): Pick<Change, 'fields' | 'newId' | 'place'> {
  const { id: newId, fields, place } = wishOf(body);
  const isNamed = kind === 'keyboard' || kind === 'button';
  if (!isNamed && newId !== undefined && newId !== id)
    throw invalid([{ path: 'id', message: 'cannot become another' }]);
  return { fields, ...(newId === undefined ? {} : { newId }), ...(place === undefined ? {} : { place }) };
}

/** A body's fields, and what of it is not of the entry itself. */
function wishOf({ id, before, after, ...fields }: Readonly<Record<string, unknown>>): {
  readonly id: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly place: PlaceWish | undefined;
} {
  if (before !== undefined && after !== undefined)
    throw invalid([{ path: 'after', message: 'cannot be wished together with before' }]);
  const place =
    before === undefined
      ? after === undefined
        ? undefined
        : { after: idOrNull(after) }
      : { before: idOrNull(before) };
  return {
    id: typeof id === 'string' ? id : undefined,
    fields: Object.fromEntries(
      Object.entries(fields).flatMap(([field, value]) =>
        value === undefined ? [] : [[field, withTextIds(field, value)]],
      ),
    ),
    place,
  };
}

function idOrNull(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

/** Ids that came as numbers, as they are kept. */
function withTextIds(field: string, value: unknown): unknown {
  if (field === 'keyboard_id' || field === 'handler_id') return idOrNull(value);
  if (field !== 'layout' || !Array.isArray(value)) return value;
  return value.map((row: unknown) => (Array.isArray(row) ? row.map(numberAsText) : row));
}

function numberAsText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

/** @throws {Problem} 404, 409, 422 */
function entryOf(result: EntryResult, noun: string, id: string): DraftEntry {
  if (result.ok) return result.entry;
  if (result.refusal === 'unknown') throw unknown(noun, id);
  if (result.refusal === 'taken') throw takenProblem(result);
  throw refusedFor(result.problems, `This cannot be ${noun}.`);
}

/** @param within where the entry's fields are in the body. */
export function takenProblem({ field, by }: Extract<Refusal, { readonly refusal: 'taken' }>, within = ''): Problem {
  return new Problem({
    status: 409,
    code: 'taken',
    title: 'Taken already',
    detail: `Another one has this ${field} already: ${by}.`,
    errors: [{ path: `${within}${field}`, message: `is that of ${by}` }],
    members: { taken_by: by },
  });
}

function present({ kind, id, content }: DraftEntry): Readonly<Record<string, unknown>> {
  const { handler: _, ...fields } = content;
  return { id, ...ENTRY_DEFAULTS[kind], ...(kind === 'callback' ? fields : content) };
}

function answer(reply: FastifyReply, entry: DraftEntry): FastifyReply {
  return reply.header('etag', etagOf(entry.revision)).send(present(entry));
}

function unknown(noun: string, id: string): Problem {
  return notFound(`There is no such thing as ${noun} ${id} in the draft.`);
}
