import { z } from 'zod';
import { fewAtOnce } from '../../platform/few-at-once.ts';
import type { Api } from '../../platform/http/api.ts';
import { etagOf, requireMatch } from '../../platform/http/etag.ts';
import { idText } from '../../platform/http/id-text.ts';
import { invalid, notFound, Problem } from '../../platform/http/problem.ts';
import { startBroadcast, testBroadcast } from '../broadcasts.ts';
import { countAudience } from '../count-audience.ts';
import { presentBroadcast } from '../present.ts';
import {
  audienceBody,
  audienceShape,
  broadcastShape,
  startShape,
  testShape,
  type Audience,
  type Segment,
} from '../schema.ts';
import { moveBroadcast, type BroadcastRow, type Move } from '../store/broadcasts.ts';
import { findTest } from '../store/tests.ts';
import {
  adminOf,
  broadcastOf,
  changedMeanwhile,
  contentProblem,
  subjectOf,
  wrongState,
  type BroadcastRoutesDependencies,
} from './dependencies.ts';
import { refusalOf } from './drafts.ts';

const tags = ['Broadcasts'];
const reading = { needs: 'broadcasts:read' } as const;
const writing = { needs: 'broadcasts:write' } as const;
/** Segments that are counted at the same time. */
const mostAtOnce = 2;
const params = z.strictObject({ id: idText });

const moves: readonly { readonly move: Move; readonly summary: string; readonly description: string }[] = [
  {
    move: 'pause',
    summary: 'Holds a broadcast',
    description: 'Takes hold within a second; who was written to stays so.',
  },
  { move: 'resume', summary: 'Goes on with a broadcast that was held', description: 'Nobody is written to twice.' },
  {
    move: 'stop',
    summary: 'Ends a broadcast',
    description: 'For good. One that is scheduled and has not begun is a draft again.',
  },
];

/** What becomes of a broadcast: counted, tried out, started, held, ended. */
export function courseRoutes(api: Api, deps: BroadcastRoutesDependencies): void {
  const { database, clock, defaultLanguage } = deps;
  const { queries } = database;

  /** Each looks at everybody, and holds a connection while it does. */
  const inTurn = fewAtOnce(mostAtOnce);
  const audienceOf = async (segment: Segment): Promise<Audience> => ({
    people: await countAudience({ database, clock, inTurn }, segment, defaultLanguage),
  });

  api.post(
    '/broadcasts/audience',
    {
      config: reading,
      schema: {
        tags,
        summary: 'How many people a segment is',
        body: audienceBody,
        response: { 200: audienceShape },
      },
    },
    async ({ body }) => audienceOf(body.segment),
  );

  api.post(
    '/broadcasts/:id/count',
    {
      config: reading,
      schema: { tags, summary: 'How many people a broadcast is for', params, response: { 200: audienceShape } },
    },
    async ({ params: of }) => audienceOf((await broadcastOf(deps, of)).segment),
  );

  api.post(
    '/broadcasts/:id/test',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Sends a broadcast to oneself',
        description:
          'To the administrator who asks, by their `telegram_id`, who must have met the bot. It counts nowhere.',
        params,
        response: { 202: testShape },
      },
    },
    async (request, reply) => {
      const broadcast = await broadcastOf(deps, request.params);
      const tested = await testBroadcast({ ...deps, queries }, broadcast, adminOf(request));
      if (!tested.ok) throw 'problems' in tested ? contentProblem(tested.problems) : nobodyToTest(tested.reason);
      await request.audit({ action: 'broadcast.test', subject: subjectOf(broadcast) });
      return reply
        .code(202)
        .header('location', `/api/v1/broadcasts/${broadcast.id}/tests/${tested.id}`)
        .send({ id: String(tested.id), state: 'waiting', error: null });
    },
  );

  api.get(
    '/broadcasts/:id/tests/:test_id',
    {
      config: reading,
      schema: {
        tags,
        summary: 'What became of a test',
        params: z.strictObject({ id: idText, test_id: idText }),
        response: { 200: testShape },
      },
    },
    async ({ params: { id, test_id: testId } }) => {
      const test = await findTest(queries, { broadcastId: Number(id), id: Number(testId) });
      if (!test) throw notFound('There is no such test.');
      return test;
    },
  );

  api.post(
    '/broadcasts/:id/start',
    {
      config: { ...writing, revisioned: true },
      schema: {
        tags,
        summary: 'Sends a broadcast, now or later',
        description:
          'Recipients are gathered when it begins. Its buttons are those of the configuration that runs at this moment, ' +
          'and lead where their callbacks lead when they are pressed.',
        params,
        body: startShape.nullish(),
        response: { 200: broadcastShape },
      },
    },
    async (request, reply) => {
      const before = await broadcastOf(deps, request.params);
      await requireMatch(request, before.revision, () => changedMeanwhile);
      const wish = request.body ?? {};
      const started = await startBroadcast({ ...deps, queries }, before, wish);
      if (!started.ok) {
        if (started.reason === 'problems') throw contentProblem(started.problems);
        if (started.reason === 'time') throw pastTime(wish.local_at === undefined ? 'at' : 'local_at');
        throw refusalOf(started.reason, before);
      }
      const { broadcast } = started;
      await request.audit({ action: 'broadcast.start', subject: subjectOf(broadcast), after: wish });
      return reply.header('etag', etagOf(broadcast.revision)).send(presentBroadcast(broadcast, []));
    },
  );

  for (const { move, summary, description } of moves)
    api.post(
      `/broadcasts/:id/${move}`,
      {
        config: writing,
        schema: { tags, summary, description, params, response: { 200: broadcastShape } },
      },
      async (request, reply) => {
        const before = await broadcastOf(deps, request.params);
        if (move === 'resume') await requireItsBot(before);
        const broadcast = await moveBroadcast(queries, before.id, move);
        if (!broadcast) throw wrongState(before.state);
        await request.audit({ action: `broadcast.${move}`, subject: subjectOf(broadcast) });
        return reply.header('etag', etagOf(broadcast.revision)).send(presentBroadcast(broadcast, []));
      },
    );

  /** @throws {Problem} 409 where another bot answers than the one that it belongs to: it would pause again at once. */
  async function requireItsBot({ bot_id: own }: BroadcastRow): Promise<void> {
    const current = own === null ? null : await deps.botId();
    if (current !== null && current !== own) throw otherBot();
  }
}

function otherBot(): Problem {
  return new Problem({
    status: 409,
    code: 'broadcast_other_bot',
    title: 'Another bot is connected',
    detail:
      'It was started with another bot: whoever talks to that one is unknown to this one. Connect that one again.',
  });
}

function pastTime(path: string): Problem {
  return invalid([{ path, message: 'is past, or on a day that no calendar has' }]);
}

const testRefusals = {
  unknown: 'Say first who you are in Telegram: your account has no telegram_id.',
  stranger: 'The bot does not know you yet: open it in Telegram and press «Start».',
} as const;

function nobodyToTest(reason: keyof typeof testRefusals): Problem {
  return new Problem({
    status: 409,
    code: `broadcast_test_${reason}`,
    title: 'Nobody to send the test to',
    detail: testRefusals[reason],
  });
}
