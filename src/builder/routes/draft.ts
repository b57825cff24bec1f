/** The draft as a whole: read, replaced, checked, brought back to what ships. */
import { z } from 'zod';
import type { Api } from '../../platform/http/api.ts';
import { etagOf } from '../../platform/http/etag.ts';
import { invalid } from '../../platform/http/problem.ts';
import { hasErrors } from '../checker.ts';
import { compare } from '../compare.ts';
import { checkDocument } from '../document.ts';
import { discard } from '../discard.ts';
import { changeHeader, readDraftDocument, writeDraftDocument } from '../draft-document.ts';
import { documentJsonSchema } from '../json-schema.ts';
import { resetDraft } from '../reset.ts';
import type { EntryIds } from '../rules/draft.ts';
import type { Problem } from '../rules/problems.ts';
import { documentSchema } from '../schema.ts';
import { readLastChanges } from '../store/draft-changes.ts';
import { readDraft, readDraftState } from '../store/draft.ts';
import { differenceView, toDifferenceView } from './difference-view.ts';
import type { EntryRoutesDeps } from './entries.ts';
import { draftEntries, toEntryView } from './entry-view.ts';
import { faultView, refusedFor, toFaultView } from './problem-view.ts';
import { actorOf, guardOf } from './request.ts';

const about = { tags: ['Configuration'] };

/** A document, checked by hand: then each problem has its place and a proposal, in two languages. */
export const documentBody = z.looseObject({}).meta({ description: 'A document as `/config/schema.json` describes it' });

/** Entries whose last change is told; more would not be read. */
const mostChanges = 1000;

const kind = differenceView.shape.kind;

const configState = z.strictObject({
  version: z.int(),
  draft_revision: z.int(),
  has_changes: z.boolean(),
});

export const draftChange = z.strictObject({
  kind,
  id: z.string(),
  author: z.string().nullable().meta({ description: 'Null for the program itself' }),
  at: z.string().meta({ format: 'date-time' }),
});

const written = z.strictObject({
  revision: z.int(),
  problems: z.array(faultView).meta({ description: 'What would keep it from being published, and warnings' }),
});

export function mountDraftRoutes(api: Api, deps: EntryRoutesDeps): void {
  const { queries } = deps;

  api.get(
    '/config',
    {
      config: { needs: 'config:read' },
      schema: {
        ...about,
        summary: 'What runs, and whether the draft is the same',
        response: { 200: configState },
      },
    },
    async () => {
      const state = await readDraftState(queries);
      if (state === null) throw new Error('there is no draft yet');
      const { version, revision, publishedRevision } = state;
      return { version, draft_revision: revision, has_changes: revision !== publishedRevision };
    },
  );

  api.get(
    '/config/draft',
    {
      config: { needs: 'config:read', revisioned: true },
      schema: { ...about, summary: 'The draft as one document', response: { 200: documentBody } },
    },
    async (_, reply) => {
      const { raw, revision } = await readDraftDocument(queries);
      return reply.header('etag', etagOf(revision)).send({ ...raw });
    },
  );

  api.get(
    '/config/draft/entries',
    {
      config: { needs: 'config:read', revisioned: true },
      schema: {
        ...about,
        summary: 'All entries of the draft at one moment',
        description: 'Each with the revision that `If-Match` takes; for editors, which show all of it.',
        response: { 200: draftEntries },
      },
    },
    async (_, reply) => {
      const draft = await readDraft(queries);
      if (draft === null) throw new Error('there is no draft yet');
      const { revision, version, entries } = draft;
      return reply.header('etag', etagOf(revision)).send({ revision, version, entries: entries.map(toEntryView) });
    },
  );

  api.put(
    '/config/draft',
    {
      config: { needs: 'config:write', revisioned: true },
      bodyLimit: 32 * 1024 * 1024,
      schema: {
        ...about,
        summary: 'Put a whole document in the draft’s place',
        description: 'Handlers keep their ids by their pattern, callbacks by their data.',
        body: documentBody,
        response: { 200: written },
      },
    },
    async (request, reply) => {
      const change = { data: request.body, guard: guardOf(request) };
      const result = await writeDraftDocument(deps, actorOf(request, deps.record), change);
      if (!result.ok) throw refusedFor(result.problems, 'The draft stays as it was.');
      const { revision, problems } = result;
      return reply
        .header('etag', etagOf(revision))
        .send({ revision, problems: problems.map((each) => toFaultView(each)) });
    },
  );

  api.patch(
    '/config/draft',
    {
      config: { needs: 'config:write', revisioned: true },
      schema: {
        ...about,
        summary: 'Change what of the draft belongs to no entry',
        body: z.strictObject({ ready_made_activities: documentSchema.shape.ready_made_activities.unwrap() }),
        response: { 200: z.strictObject({ revision: z.int() }) },
      },
    },
    async (request, reply) => {
      const change = { activities: request.body.ready_made_activities, guard: guardOf(request) };
      const revision = await changeHeader(deps, actorOf(request, deps.record), change);
      return reply.header('etag', etagOf(revision)).send({ revision });
    },
  );

  api.get(
    '/config/draft/diff',
    {
      config: { needs: 'config:read' },
      schema: {
        ...about,
        summary: 'What publishing the draft would change',
        querystring: z.strictObject({
          against: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).exactOptional().meta({
            description: 'A published version instead of the one that runs',
          }),
        }),
        response: { 200: z.strictObject({ changes: z.array(differenceView) }) },
      },
    },
    async ({ query: { against } }) => {
      const { version } = await readDraftDocument(queries);
      const changes = await compare(queries, against ?? version, 'draft');
      if (changes === null) throw invalid([{ path: 'query.against', message: 'is no version' }]);
      return { changes: changes.map(toDifferenceView) };
    },
  );

  api.get(
    '/config/draft/changes',
    {
      config: { needs: 'config:read' },
      schema: {
        ...about,
        summary: 'Who changed what in the draft since it was published',
        description: 'Of each entry the latest change, the newest first.',
        response: { 200: z.strictObject({ items: z.array(draftChange) }) },
      },
    },
    async () => {
      const state = await readDraftState(queries);
      const rows = await readLastChanges(queries, state?.publishedRevision ?? 0, { limit: mostChanges });
      return { items: rows.map(({ at, ...rest }) => ({ ...rest, at: at.toString() })) };
    },
  );

  api.post(
    '/config/draft/discard',
    {
      config: { needs: 'config:write', revisioned: true },
      schema: {
        ...about,
        summary: 'Put the draft back as it runs',
        description: 'All of it, or one entry: what was added goes, what was deleted returns with its id.',
        body: z.strictObject({ entry: z.strictObject({ kind, id: z.string() }).exactOptional() }).nullish(),
        response: { 200: z.strictObject({ revision: z.int() }) },
      },
    },
    async (request, reply) => {
      const what = request.body?.entry ?? 'everything';
      const revision = await discard(deps, actorOf(request, deps.record), { what, guard: guardOf(request) });
      if (revision === null) throw invalid([{ path: 'entry', message: 'is neither in the draft nor in what runs' }]);
      return reply.header('etag', etagOf(revision)).send({ revision });
    },
  );

  api.post(
    '/config/check',
    {
      config: { needs: 'config:read', idempotent: false },
      bodyLimit: 32 * 1024 * 1024,
      schema: {
        ...about,
        summary: 'Check the draft, or a document',
        body: z.strictObject({ document: documentBody.exactOptional() }).nullish(),
        response: {
          200: z.strictObject({
            ok: z.boolean().meta({ description: 'Whether it can be published' }),
            problems: z.array(faultView),
          }),
        },
      },
    },
    async ({ body }) => {
      const { problems, ids } = await checked(deps, body?.document);
      return { ok: !hasErrors(problems), problems: problems.map((problem) => toFaultView(problem, ids)) };
    },
  );

  api.post(
    '/config/reset',
    {
      config: { needs: 'config:write', revisioned: true },
      schema: {
        ...about,
        summary: 'Bring back what ships',
        description:
          'In the draft: entries that ship are as they ship again, whatever else is there stays. `problems` tells ' +
          'what of it does not go together.',
        response: { 200: written.extend({ restored: z.array(differenceView) }) },
      },
    },
    async (request, reply) => {
      const result = await resetDraft(deps, actorOf(request, deps.record), {
        guard: guardOf(request),
        ...(deps.shipped === undefined ? {} : { file: deps.shipped }),
      });
      if (!result.ok) throw refusedFor(result.problems, 'The draft cannot be read by this program.');
      const { revision, restored, problems } = result;
      return reply.header('etag', etagOf(revision)).send({
        revision,
        restored: restored.map(toDifferenceView),
        problems: problems.map((problem) => toFaultView(problem)),
      });
    },
  );

  api.get(
    '/config/schema.json',
    {
      config: { needs: 'nobody' },
      schema: { ...about, summary: 'The shape of a document, as JSON Schema', response: { 200: z.looseObject({}) } },
    },
    async () => ({ ...documentJsonSchema() }),
  );
}

async function checked(
  { queries, check }: EntryRoutesDeps,
  given: unknown,
): Promise<{ readonly problems: readonly Problem[]; readonly ids?: EntryIds }> {
  if (given !== undefined) {
    const shaped = checkDocument(given);
    return { problems: shaped.ok ? await check(shaped.document, queries) : shaped.problems };
  }
  const { document, problems, handlerIds, callbackIds } = await readDraftDocument(queries);
  return { problems: document === null ? problems : await check(document, queries), ids: { handlerIds, callbackIds } };
}
