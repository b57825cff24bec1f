/** What is published: made, listed, compared, brought back. */
import { z } from 'zod';
import type { Api } from '../../platform/http/api.ts';
import { pageOf, pageQuery, readCursor, toPage } from '../../platform/http/page.ts';
import { invalid, notFound } from '../../platform/http/problem.ts';
import { compare } from '../compare.ts';
import { publish, type PublishResult, type Publishing } from '../publish.ts';
import type { ReplicaReport } from '../live/replicas.ts';
import { publishedVersion, readPublished } from '../published.ts';
import { rollBack } from '../roll-back.ts';
import { countConversing } from '../store/conversing.ts';
import { listVersions, readVersionLine, type VersionLine } from '../store/versions.ts';
import { differenceView, toDifferenceView } from './difference-view.ts';
import { documentBody } from './draft.ts';
import { faultView, refusedFor, toFaultView } from './problem-view.ts';
import { actorOf, guardOf, type RecordDeed } from './request.ts';

export interface VersionRoutesDeps extends Publishing {
  readonly record: RecordDeed;
}

const about = { tags: ['Configuration'] };
const version = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const params = z.strictObject({ version });

export const versionLine = z.strictObject({
  version: z.int(),
  note: z.string(),
  author: z.string().nullable().meta({ description: 'Null for what ships with the program' }),
  restores: z.int().nullable().meta({ description: 'The version whose content came back with it' }),
  published_at: z.string().meta({ format: 'date-time' }),
});

const conversing = z.strictObject({
  version: z.int().meta({ description: 'That they began with' }),
  step: z.string().nullable().meta({
    description: 'The callback that takes their answer; null for who waits for the clock or for another server',
  }),
  people: z.int(),
});

const replicas = z.array(z.strictObject({ id: z.string(), version: z.int(), ms: z.number() }));

export const publication = z.strictObject({
  version: z.int(),
  replicas: replicas.meta({ description: 'The processes that answer people, after all have it or two seconds' }),
  unchanged: z.boolean().meta({ description: 'Whether it says nothing else than the version before' }),
  warnings: z.array(faultView),
  conversations: z.array(conversing).meta({ description: 'Who is in the middle of a question, and where' }),
});

const wishes = {
  note: z.string().max(1000).exactOptional().meta({ description: 'What changed, for those who come after' }),
  conversations: z.enum(['finish', 'move']).exactOptional().meta({
    description: 'Whether people in the middle of a question finish on the version they began, or go over',
  }),
  if_draft: z.int().exactOptional().meta({ description: 'The draft’s revision that is meant, as If-Match says it' }),
};

export function mountVersionRoutes(api: Api, deps: VersionRoutesDeps): void {
  const { queries } = deps;

  api.post(
    '/config/publish',
    {
      config: { needs: 'config:publish', revisioned: true },
      schema: {
        ...about,
        summary: 'Make the draft what runs',
        description: 'Refused where it has errors. A draft that is what runs already becomes a version all the same.',
        body: z.strictObject(wishes).nullish(),
        response: { 200: publication },
      },
    },
    async (request) => {
      const { if_draft: expected, ...wish } = request.body ?? {};
      const by = actorOf(request, deps.record);
      const result = await publish(deps, { ...wish, by, guard: guardOf(request, expected) });
      if (!result.ok) throw refusedFor(result.problems, 'Nothing was published.', result.ids);
      return toPublication(result);
    },
  );

  api.post(
    '/config/rollback',
    {
      config: { needs: 'config:publish', revisioned: true },
      schema: {
        ...about,
        summary: 'Bring an old version back',
        description: 'As a new version with the old content and the ids it had; the draft becomes the same.',
        body: z.strictObject({ version: z.int().min(1), ...wishes }),
        response: {
          200: publication.extend({
            discarded: z.array(differenceView).meta({ description: 'What of the draft was not published and is gone' }),
          }),
        },
      },
    },
    async (request) => {
      const { if_draft: expected, version: restores, ...wish } = request.body;
      const by = actorOf(request, deps.record);
      const result = await rollBack(deps, restores, { ...wish, by, guard: guardOf(request, expected) });
      if (!result.ok) {
        if (result.problems === null) throw invalid([{ path: 'version', message: 'is no version' }]);
        throw refusedFor(result.problems, 'It does not go together with this program any more.');
      }
      return { ...toPublication(result), discarded: result.discarded.map(toDifferenceView) };
    },
  );

  api.get(
    '/config/versions',
    {
      config: { needs: 'config:read' },
      schema: {
        ...about,
        summary: 'What was published, the newest first',
        querystring: z.strictObject(pageQuery),
        response: { 200: pageOf(versionLine) },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const before = readCursor('versions', z.int(), cursor);
      const rows = await listVersions(queries, { before, limit: limit + 1 });
      return toPage('versions', { rows, limit }, (row) => row.version, toLine);
    },
  );

  api.get(
    '/config/versions/:version',
    {
      config: { needs: 'config:read' },
      schema: {
        ...about,
        summary: 'A version with its document',
        params,
        response: { 200: versionLine.extend({ document: documentBody }) },
      },
    },
    async (request) => {
      const wanted = request.params.version;
      const [found, published] = await Promise.all([readVersionLine(queries, wanted), readPublished(queries, wanted)]);
      if (found === null || published === null) throw notFound(`There is no version ${wanted}.`);
      return { ...toLine(found), document: { ...published.document } };
    },
  );

  api.get(
    '/config/versions/:version/diff',
    {
      config: { needs: 'config:read' },
      schema: {
        ...about,
        summary: 'What a version changed',
        params,
        querystring: z.strictObject({
          against: z
            .union([z.literal('draft'), version])
            .exactOptional()
            .meta({
              description: 'The other side, before it: a version (the one before, unless it says otherwise) or `draft`',
            }),
        }),
        response: { 200: z.strictObject({ changes: z.array(differenceView) }) },
      },
    },
    async (request) => {
      const after = request.params.version;
      const before = request.query.against ?? (after === 1 ? 'nothing' : after - 1);
      const changes = await compare(queries, before, after);
      if (changes === null) throw notFound(`There is no version ${after}, or nothing to compare it with.`);
      return { changes: changes.map(toDifferenceView) };
    },
  );

  api.get(
    '/config/replicas',
    {
      config: { needs: 'config:read' },
      schema: {
        ...about,
        summary: 'Which process that answers people runs which version',
        description: 'Where not all of them run what was published last, it waits for them for up to two seconds.',
        response: {
          200: z.strictObject({
            items: replicas.meta({ description: '`ms`: from the publication until it answered by it' }),
          }),
        },
      },
    },
    async () => ({ items: replicasView(await deps.replicasOn(await publishedVersion(queries))) }),
  );

  api.get(
    '/config/conversations',
    {
      config: { needs: 'config:read' },
      schema: {
        ...about,
        summary: 'How many people are in the middle of a question, by version and step',
        response: { 200: z.strictObject({ items: z.array(conversing) }) },
      },
    },
    async () => ({ items: await countConversing(queries) }),
  );
}

export function toPublication(result: PublishResult & { ok: true }): z.infer<typeof publication> {
  const { version: published, replicas: made, unchanged, warnings, conversations } = result;
  return {
    version: published,
    replicas: replicasView(made),
    unchanged,
    warnings: warnings.map((warning) => toFaultView(warning)),
    conversations: [...conversations],
  };
}

function replicasView(reports: readonly ReplicaReport[]): z.infer<typeof replicas> {
  return reports.map(({ id, version: runs, ms }) => ({ id, version: runs, ms }));
}

function toLine({ publishedAt, ...rest }: VersionLine): z.infer<typeof versionLine> {
  return { ...rest, published_at: publishedAt.toString() };
}
