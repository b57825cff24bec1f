import type { FastifyRequest } from 'fastify';
import type { Settings } from '../config.ts';
import type { Api, ApiPlugin } from '../platform/http/api.ts';
import type { Clock } from '../platform/clock.ts';
import type { Queries } from '../platform/database/database.ts';
import { invalid, Problem } from '../platform/http/problem.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import { readBotView } from './bot-view.ts';
import { connectBot, disconnectBot, type ConnectDependencies, type Connected } from './connect-bot.ts';
import type { BotConnection } from './connection.ts';
import { firstSteps } from './first-steps.ts';
import { readInstallation } from './read-installation.ts';
import { botSchema, firstStepsSchema, installationSchema, tokenBody } from './schema.ts';

export interface InstallationDependencies {
  readonly queries: Queries;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly connection: BotConnection;
  readonly log: Logger;
}

const tags = ['Installation'];

/** Which bot this is, what it stands on, and the first steps of somebody new. */
export function installationRoutes(deps: InstallationDependencies): ApiPlugin {
  const { queries, settings, connection } = deps;
  const readFirstSteps = firstSteps(queries);
  return (api) => {
    mountBot(api, deps);
    api.get(
      '/installation',
      {
        config: { needs: 'config:read' },
        schema: { tags, summary: 'What this installation stands on', response: { 200: installationSchema } },
      },
      async () => readInstallation(settings, connection.hasSimulator),
    );
    api.get(
      '/first-steps',
      {
        config: { needs: 'config:read' },
        schema: { tags, summary: 'How far a first change has come', response: { 200: firstStepsSchema } },
      },
      readFirstSteps,
    );
  };
}

function mountBot(api: Api, deps: InstallationDependencies): void {
  const { connection, settings, log } = deps;
  const { DATA_DIR: dataDir, PUBLIC_URL: publicUrl } = settings;
  const connecting = (request: FastifyRequest): ConnectDependencies => ({
    connection,
    dataDir,
    publicUrl,
    record: request.audit.bind(request),
    onFailure: (error) => log.error({ code: 'bot.not_started', err: error }, 'a bot could not be started'),
  });
  /** One connects at a time: a second one would stop what the first has just begun to start. */
  let isBusy = false;
  async function alone<Result>(work: () => Promise<Result>): Promise<Result> {
    if (isBusy) throw conflict('busy', 'A bot is being connected right now. Try again in a moment.');
    isBusy = true;
    try {
      return await work();
    } finally {
      isBusy = false;
    }
  }

  api.get(
    '/bot',
    {
      config: { needs: 'config:read' },
      schema: {
        tags,
        summary: 'Which bot is connected and how its updates come',
        response: { 200: botSchema },
      },
    },
    async () => readBotView(deps),
  );

  api.put(
    '/bot/token',
    {
      config: { needs: 'accounts:write' },
      schema: {
        tags,
        summary: 'Connect a real bot',
        description:
          'On the embedded database and without BOT_TOKEN. The token is tried first; it is kept for later starts, and ' +
          'this process answers as that bot from then on.',
        body: tokenBody,
        response: { 200: botSchema },
      },
    },
    async (request) => {
      const { token, take_over: takeOver = false } = request.body;
      const connected = await alone(() => connectBot(connecting(request), { token, takeOver }));
      if (connected.outcome !== 'connected') throw refusalOf(connected);
      // Told at once: what the bot says of itself is written a moment later.
      const { id, name, username } = connected.bot;
      return { ...(await readBotView(deps)), is_simulated: false, bot: { id: String(id), name, username } };
    },
  );

  api.delete(
    '/bot/token',
    {
      config: { needs: 'accounts:write' },
      schema: {
        tags,
        summary: 'Forget the token that was given here, and go back to the simulator',
        response: { 200: botSchema },
      },
    },
    async (request) => {
      const disconnected = await alone(() => disconnectBot(connecting(request)));
      if (disconnected.outcome === 'not_started') throw notStarted();
      if (disconnected.outcome === 'fixed') throw fixed(disconnected.why);
      if (disconnected.outcome === 'public_url')
        throw conflict('public_url', 'PUBLIC_URL is set and needs a real bot: start without it first.');
      return readBotView(deps);
    },
  );
}

const reasons = {
  environment: 'BOT_TOKEN is set and wins: change it there and restart.',
  servers:
    'With DATABASE_URL the token is a secret of the installation: set BOT_TOKEN, or BOT_TOKEN_FILE, and restart.',
  no_bot: 'No bot runs in this process: set BOT_TOKEN where it runs.',
} as const;

function refusalOf(connected: Exclude<Connected, { outcome: 'connected' }>): Problem {
  if (connected.outcome === 'fixed') return fixed(connected.why);
  if (connected.outcome === 'unreachable') return unreachable(connected.words);
  if (connected.outcome === 'unknown_token')
    return invalid([{ path: 'token', message: 'is not known to Telegram' }], 'Telegram knows no such token.');
  if (connected.outcome === 'not_started') return notStarted();
  const { host } = connected;
  return conflict('in_use', `This bot sends its updates to ${host}. With take_over it stops that.`, { host });
}

function fixed(why: keyof typeof reasons): Problem {
  return conflict('token_is_fixed', reasons[why], { why, setting: 'BOT_TOKEN' });
}

function conflict(code: string, detail: string, members?: Readonly<Record<string, unknown>>): Problem {
  return new Problem({ status: 409, code, title: 'Not possible now', detail, ...(members ? { members } : {}) });
}

function unreachable(words: string): Problem {
  return new Problem({
    status: 503,
    code: 'telegram_unreachable',
    title: 'Telegram does not answer',
    detail: `Telegram does not answer (${words}). Nothing was changed.`,
  });
}

function notStarted(): Problem {
  return new Problem({
    status: 503,
    code: 'bot_not_started',
    title: 'The bot could not be started',
    detail: 'The bot could not be started; the one before it goes on. Nothing was changed. Try again in a moment.',
  });
}
