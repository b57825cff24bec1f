import { join } from 'node:path';
import { simulator } from '../simulator/plugin.ts';
import type { Parts } from './parts.ts';
import { simulatedBot, simulatorPath } from './simulated-bot.ts';

/**
 * Stands in for Telegram: its Bot API and a chat in the browser.
 *
 * @param isOpen whether a bot answers there; its chats are shown only then.
 */
export async function mountSimulatorRole(
  { server, settings, clock }: Pick<Parts, 'server' | 'settings' | 'clock'>,
  isOpen: () => boolean,
): Promise<void> {
  await server.register(
    async (scope) => {
      scope.addHook('onRequest', async ({ url }, reply) => {
        // The Bot API stays: a bot that is being replaced still says there what it has to say.
        const isBotApi = url.startsWith(`${simulatorPath}/api/`);
        if (!isOpen() && !isBotApi)
          await reply.code(404).type('text/plain').send('A real bot is connected: its chats are in Telegram.');
      });
      await scope.register(
        simulator({
          token: simulatedBot.token,
          bot: simulatedBot.identity,
          clock,
          stateFile: join(settings.DATA_DIR, 'simulator.json'),
        }),
      );
    },
    { prefix: simulatorPath },
  );
}
