/** The configuration as a file. */
import { z } from 'zod';
import { requireNeed } from '../../platform/http/access.ts';
import type { Api } from '../../platform/http/api.ts';
import { etagOf } from '../../platform/http/etag.ts';
import { invalid } from '../../platform/http/problem.ts';
import { readForExport, toYaml } from '../export.ts';
import { importFile } from '../import.ts';
import { publish } from '../publish.ts';
import { publishedVersion } from '../published.ts';
import { documentBody } from './draft.ts';
import type { EntryRoutesDeps } from './entries.ts';
import { faultView, refusedFor, toFaultView } from './problem-view.ts';
import { actorOf, guardOf } from './request.ts';
import { publication, toPublication, type VersionRoutesDeps } from './versions.ts';

const about = { tags: ['Configuration'] };
const yaml = 'application/yaml';
const fileTypes = [yaml, 'application/x-yaml', 'text/yaml', 'text/x-yaml', 'text/plain', 'application/json'];
/** Bytes: the largest document in letters of two bytes. */
const bodyLimit = 32 * 1024 * 1024;

export async function mountFileRoutes(api: Api, deps: EntryRoutesDeps & VersionRoutesDeps): Promise<void> {
  api.get(
    '/config/export',
    {
      config: { needs: 'config:read' },
      schema: {
        ...about,
        summary: 'The draft as a file, or what was published',
        description: 'YAML with the comments of the file it came from; JSON by `Accept` or `format`.',
        querystring: z.strictObject({
          format: z.enum(['yaml', 'json']).exactOptional(),
          version: z
            .union([z.literal('published'), z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)])
            .exactOptional()
            .meta({ description: '`published` for what runs, or a version; without it the draft' }),
        }),
        response: {
          200: {
            description: 'The file',
            // What YAML says is described, not its text, as for JSON.
            content: { [yaml]: { schema: z.unknown() }, 'application/json': { schema: documentBody } },
          },
        },
      },
    },
    async ({ query: { format, version }, headers }, reply) => {
      const from = version === 'published' ? await publishedVersion(deps.queries) : (version ?? 'draft');
      const exported = await readForExport(deps.queries, from);
      if (exported === null) throw invalid([{ path: 'query.version', message: 'is no version' }]);
      const isJson = format === 'json' || (format === undefined && headers.accept?.startsWith('application/json'));
      const name = `minuta.${isJson ? 'json' : 'yaml'}`;
      reply.header('content-disposition', `attachment; filename="${name}"`).header('vary', 'accept');
      if (isJson) return reply.type('application/json').send({ ...exported.document });
      return reply.type(`${yaml}; charset=utf-8`).send(toYaml(exported));
    },
  );

  await api.register(async (own: Api) => {
    // As it stands in the file, so that a problem can be told with its line.
    own.removeContentTypeParser('application/json');
    own.addContentTypeParser(fileTypes, { parseAs: 'string', bodyLimit }, (_, body, done) => done(null, body));
    own.post(
      '/config/import',
      {
        config: { needs: 'config:write', revisioned: true },
        bodyLimit,
        schema: {
          ...about,
          summary: 'Put a file in the draft’s place',
          description:
            'YAML or JSON. Where it has any error nothing of it gets in, and each is told with its line and column. ' +
            'With `publish` it runs at once, which takes the scope config:publish too.',
          consumes: fileTypes,
          querystring: z.strictObject({ publish: z.enum(['true', 'false']).exactOptional() }),
          body: z.string(),
          response: {
            200: z.strictObject({
              revision: z.int(),
              warnings: z.array(faultView),
              published: publication.nullable(),
            }),
          },
        },
      },
      async (request, reply) => {
        const isPublished = request.query.publish === 'true';
        if (isPublished) requireNeed(request.principal, 'config:publish');
        const by = actorOf(request, deps.record);
        const result = await importFile(deps, by, { text: request.body, guard: guardOf(request) });
        if (!result.ok) throw refusedFor(result.problems, 'Nothing of the file got in.');
        const { revision, problems } = result;
        const warnings = problems.map((problem) => toFaultView(problem));
        reply.header('etag', etagOf(revision));
        if (!isPublished) return reply.send({ revision, warnings, published: null });
        // Nobody else's change goes with it unseen.
        const made = await publish(deps, { by, guard: guardOf({ headers: {} }, revision) });
        if (!made.ok) throw refusedFor(made.problems, 'The file is in the draft, but it was not published.', made.ids);
        return reply.send({ revision, warnings, published: toPublication(made) });
      },
    );
  });
}
