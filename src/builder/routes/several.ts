/** Several entries of the draft at once. */
import { z } from 'zod';
import type { Api } from '../../platform/http/api.ts';
import { invalid } from '../../platform/http/problem.ts';
import { changeEntries } from '../change-entries.ts';
import { changeOf, takenProblem, type EntryRoutesDeps } from './entries.ts';
import { ENTRY_SHAPES } from './entry-shapes.ts';
import { refusedFor } from './problem-view.ts';
import { actorOf, guardOf } from './request.ts';

/** Ten times a large bot; what is asked for is worked out in one piece of memory. */
const mostChanges = 5000;
const nothing = 'None of the entries is changed.';

const changes = z
  .array(
    z.union(
      ENTRY_SHAPES.map(({ kind, change }) =>
        z.strictObject({
          kind: z.literal(kind),
          id: z.string().min(1).max(64),
          revision: z.int().min(0).exactOptional().meta({
            description: 'The entry’s, that the change is meant for, as `If-Match` names it for one alone',
          }),
          fields: change.meta({ description: 'As `PATCH` of one takes them' }),
        }),
      ),
    ),
  )
  .min(1)
  .max(mostChanges);

export function mountSeveralRoutes(api: Api, deps: EntryRoutesDeps): void {
  api.patch(
    '/config/draft/entries',
    {
      config: { needs: 'config:write' },
      bodyLimit: 32 * 1024 * 1024,
      schema: {
        tags: ['Configuration'],
        summary: 'Change several entries of the draft, or none',
        description:
          'In this order, as one revision: where somebody was faster (412) or one of the changes is refused, nothing is ' +
          'changed. Every `revision` is compared before the first change is made. Places stay as they are.',
        body: z.strictObject({ changes }),
        response: { 200: z.strictObject({ revision: z.int().meta({ description: 'The draft’s' }) }) },
      },
    },
    async (request) => {
      const wished = request.body.changes.map(({ kind, id, revision, fields }, at) => {
        const { place, ...change } = changeOf(kind, id, fields);
        if (place !== undefined)
          throw invalid([{ path: `changes[${at}].fields`, message: 'can have another place only by itself' }]);
        const guard = revision === undefined ? {} : { guard: guardOf({ headers: {} }, revision) };
        return { kind, id, ...change, ...guard };
      });
      const result = await changeEntries(deps, actorOf(request, deps.record), wished);
      if (result.ok) return { revision: result.revision };
      const { at, refusal } = result;
      switch (refusal.refusal) {
        case 'unknown':
          throw invalid([{ path: `changes[${at}].id`, message: 'is not in the draft' }], nothing);
        case 'taken':
          throw takenProblem(refusal, `changes[${at}].fields.`);
        case 'problems': {
          const within = refusal.problems.map((each) => ({ ...each, path: ['changes', at, 'fields', ...each.path] }));
          throw refusedFor(within, nothing);
        }
        default:
          throw refusal satisfies never;
      }
    },
  );
}
