import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Clock } from '../platform/clock.ts';
import { botApi } from './bot-api.ts';
import { controlRoutes } from './control-routes.ts';
import type { BotIdentity, Core } from './core.ts';
import { pageRoutes } from './page.ts';
import { createSimulatorCore } from './simulator.ts';
import { StateFile } from './state-file.ts';
import { eventStream } from './stream.ts';

export interface SimulatorOptions {
  readonly token: string;
  /** Where chats and counters outlive the process; without it a start begins anew. */
  readonly stateFile?: string;
  readonly clock: Clock;
  readonly bot: BotIdentity;
}

/**
 * A stand-in for Telegram, to be registered under `/simulator`: the Bot API at `api/bot<token>/…`, the page, and the
 * control API of the page and of tests.
 */
export function simulator(options: SimulatorOptions): FastifyPluginAsync {
  return (app) => mountSimulator(app, createSimulatorCore(options), options);
}

/** The same around a core of one's own, for tests that want to reach into it. */
export async function mountSimulator(app: FastifyInstance, core: Core, options: SimulatorOptions): Promise<void> {
  if (options.stateFile !== undefined) {
    const state = new StateFile(core, options.stateFile);
    await state.open();
    app.addHook('onClose', () => state.close());
  }
  // Request logs would name the token, and at the pace of a load be most of its cost.
  await app.register(botApi(core, options.token), { prefix: '/api', logLevel: 'silent' });
  await app.register(controlRoutes(core), { prefix: '/control', logLevel: 'silent' });
  await app.register(eventStream(core), { prefix: '/control', logLevel: 'silent' });
  await app.register(pageRoutes(core), { logLevel: 'silent' });
  // A stop waits for open requests: a long poll must not keep it for a minute.
  app.addHook('preClose', async () => {
    core.polling.close();
    core.webhook.stop();
  });
}
