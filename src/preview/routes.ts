/** Trying a configuration in a chat that nobody else sees. */
import { callServer, type Servers } from '../builder/call-server.ts';
import { refusedFor } from '../builder/routes/problem-view.ts';
import type { HttpRequest } from '../builder/rules/http-request.ts';
import { isTimeZone } from '../people/rules/zones.ts';
import { fewAtOnce } from '../platform/few-at-once.ts';
import type { ApiPlugin } from '../platform/http/api.ts';
import { invalid, Problem } from '../platform/http/problem.ts';
import type { Candidate, FindCandidate } from './candidates.ts';
import { PreviewTooLong, runPreview, type PreviewDependencies, type PreviewOptions } from './run-preview.ts';
import { shownRequest } from './rules/shown-request.ts';
import {
  callAnswerSchema,
  callBody,
  previewAnswer,
  previewBody,
  type PreviewAnswer,
  type PreviewWish,
} from './schema.ts';

export interface PreviewRoutesDeps extends PreviewDependencies {
  readonly findCandidate: FindCandidate;
  readonly servers: Servers;
}

const about = { tags: ['Configuration'] };

/** Previews under way in a process: each holds a connection, and most of them are for others. */
const mostAtOnce = 2;

export function previewRoutes({ findCandidate, servers, ...deps }: PreviewRoutesDeps): ApiPlugin {
  const inTurn = fewAtOnce(mostAtOnce);
  return (api) => {
    api.post(
      '/preview',
      {
        config: { needs: 'config:read', idempotent: false },
        schema: {
          ...about,
          summary: 'Try the draft in a chat',
          description:
            'Takes all steps from the beginning with a person who is made up, by the code that answers people. Nothing of it is kept: send one step more to go on, one less to step back.',
          body: previewBody,
          response: { 200: previewAnswer },
        },
      },
      async ({ body }) => run(await candidateFor(body), body),
    );
    api.post(
      '/preview/calls',
      {
        // Who may not publish must not send the operator's secrets anywhere either.
        config: { needs: 'config:publish', idempotent: false },
        schema: {
          ...about,
          summary: 'Make a call that a preview would make',
          description:
            'A preview calls no server by itself. This makes one of its calls in earnest, with the secrets it names; send what came of it along with the step.',
          body: callBody,
          response: { 200: callAnswerSchema },
        },
      },
      async (request) => {
        const { step, call, ...wish } = request.body;
        const requests: HttpRequest[] = [];
        // Outside of the preview's transaction: a server may take its time.
        await run(await candidateFor(wish), wish, {
          onRequest: (made, at) => void (at === step && requests.push(made)),
        });
        const made = requests[call];
        if (made === undefined) throw invalid([{ path: 'call', message: `is none that step ${step} leads to` }]);
        const { method, url } = shownRequest(made);
        await request.audit({ action: 'preview.call', subject: 'draft', after: { method, url } });
        const signal = new AbortController().signal;
        const answer = await callServer(servers, made, { key: request.id, isRepeated: false, signal });
        return callAnswerSchema.parse(answer);
      },
    );
  };

  async function run(candidate: Candidate, wish: PreviewWish, options?: PreviewOptions): Promise<PreviewAnswer> {
    try {
      return await inTurn(() => runPreview(deps, candidate, wish, options));
    } catch (error) {
      throw error instanceof PreviewTooLong ? tooLong() : error;
    }
  }

  async function candidateFor({ version, persona: { time_zone: zone } }: PreviewWish): Promise<Candidate> {
    if (zone !== null && !isTimeZone(zone)) throw invalid([{ path: 'persona.time_zone', message: 'is no time zone' }]);
    const found = await findCandidate(version);
    if (found.ok) return found.candidate;
    if (found.reason === 'no_version') throw invalid([{ path: 'version', message: 'is no version' }]);
    throw refusedFor(found.problems, 'The draft cannot be tried.', found.ids);
  }
}

function tooLong(): Problem {
  return new Problem({
    status: 422,
    code: 'preview_too_long',
    title: 'Too much to try at once',
    detail: 'These steps take too long. Begin anew with fewer of them, and look for turns that wait again and again.',
  });
}
