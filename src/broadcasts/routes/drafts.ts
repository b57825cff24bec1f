import { z } from 'zod';
import type { Api } from '../../platform/http/api.ts';
import { etagOf, requireMatch } from '../../platform/http/etag.ts';
import { idText } from '../../platform/http/id-text.ts';
import { pageOf, pageQuery, readCursor, toPage } from '../../platform/http/page.ts';
import { changeBroadcast } from '../broadcasts.ts';
import { checkContent, readContent } from '../content.ts';
import { presentBroadcast, presentLine } from '../present.ts';
import {
  broadcastChangeShape,
  broadcastLineShape,
  broadcastShape,
  newBroadcastShape,
  type Broadcast,
  type Content,
} from '../schema.ts';
import { deleteBroadcast, insertBroadcast, listBroadcasts, type BroadcastRow } from '../store/broadcasts.ts';
import {
  adminOf,
  broadcastOf,
  changedMeanwhile,
  changedProblem,
  contentProblem,
  noBroadcast,
  subjectOf,
  wrongState,
  type BroadcastRoutesDependencies,
} from './dependencies.ts';

const tags = ['Broadcasts'];
const reading = { needs: 'broadcasts:read' } as const;
const writing = { needs: 'broadcasts:write' } as const;
const params = z.strictObject({ id: idText });
const listName = 'broadcasts';

/** Broadcasts as they are written. */
export function draftRoutes(api: Api, deps: BroadcastRoutesDependencies): void {
  const { database, check } = deps;
  const { queries } = database;

  api.get(
    '/broadcasts',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Broadcasts, the newest first',
        querystring: z.strictObject(pageQuery),
        response: { 200: pageOf(broadcastLineShape) },
      },
    },
    async ({ query: { cursor, limit } }) => {
      const before = readCursor(listName, z.int().min(1), cursor);
      const rows = await listBroadcasts(queries, { before, limit: limit + 1 });
      return toPage(listName, { rows, limit }, ({ id }) => id, presentLine);
    },
  );

  api.post(
    '/broadcasts',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Begins a broadcast',
        description: 'A draft. What keeps it from being sent stands in `problems`, with its place.',
        body: newBroadcastShape,
        response: { 201: broadcastShape },
      },
    },
    async (request, reply) => {
      const { name, content, segment } = request.body;
      const { name: author } = adminOf(request);
      const made = await insertBroadcast(queries, { name, content: contentOf(content), segment }, author);
      if (!made) throw new Error('the broadcast was not written');
      const shown = await show(made);
      await request.audit({ action: 'broadcast.create', subject: subjectOf(made), after: auditable(shown) });
      return reply.code(201).header('etag', etagOf(made.revision)).send(shown);
    },
  );

  api.get(
    '/broadcasts/:id',
    {
      config: { ...reading, revisioned: true },
      schema: { tags, summary: 'A broadcast and how far it is', params, response: { 200: broadcastShape } },
    },
    async (request, reply) => {
      const broadcast = await broadcastOf(deps, request.params);
      return reply.header('etag', etagOf(broadcast.revision)).send(await show(broadcast));
    },
  );

  api.patch(
    '/broadcasts/:id',
    {
      config: { ...writing, revisioned: true },
      schema: {
        tags,
        summary: 'Changes a draft',
        description: '409 once it was started.',
        params,
        body: broadcastChangeShape,
        response: { 200: broadcastShape },
      },
    },
    async (request, reply) => {
      const before = await broadcastOf(deps, request.params);
      await requireMatch(request, before.revision, () => changedMeanwhile);
      const { content, ...rest } = request.body;
      const change = { ...rest, ...(content === undefined ? {} : { content: contentOf(content) }) };
      const result = await changeBroadcast({ ...deps, queries }, before, change);
      if (!result.ok) throw refusalOf(result.reason, before);
      const { broadcast } = result;
      const shown = await show(broadcast);
      await request.audit({
        action: 'broadcast.update',
        subject: subjectOf(broadcast),
        before: auditable(presentBroadcast(before, [])),
        after: auditable(shown),
      });
      return reply.header('etag', etagOf(broadcast.revision)).send(shown);
    },
  );

  api.delete(
    '/broadcasts/:id',
    {
      config: { ...writing, revisioned: true },
      schema: {
        tags,
        summary: 'Deletes a broadcast with its report',
        description: '409 while it is under way: stop it first.',
        params,
        response: { 204: z.null().meta({ description: 'Deleted' }) },
      },
    },
    async (request, reply) => {
      const before = await broadcastOf(deps, request.params);
      await requireMatch(request, before.revision, () => changedMeanwhile);
      if (!(await deleteBroadcast(queries, before))) throw wrongState(before.state);
      await request.audit({
        action: 'broadcast.delete',
        subject: subjectOf(before),
        before: auditable(presentBroadcast(before, [])),
      });
      return reply.code(204).send(null);
    },
  );

  /** With what is wrong with it, as long as that can be mended. */
  async function show(broadcast: BroadcastRow): Promise<Broadcast> {
    const isDraft = broadcast.state === 'draft';
    const { problems } = isDraft ? await checkContent(queries, check, broadcast.content) : { problems: [] };
    return presentBroadcast(broadcast, problems);
  }
}

/** @throws {Problem} 422 where its shape is wrong. */
function contentOf(sent: Readonly<Record<string, unknown>>): Content {
  const read = readContent(sent);
  if (!read.ok) throw contentProblem(read.problems);
  return read.content;
}

function auditable({ name, content, segment }: Broadcast): Pick<Broadcast, 'name' | 'content' | 'segment'> {
  return { name, content, segment };
}

export function refusalOf(reason: 'gone' | 'state' | 'changed', { state }: BroadcastRow) {
  if (reason === 'gone') return noBroadcast();
  return reason === 'changed' ? changedProblem() : wrongState(state);
}
