import { join } from 'node:path';
import { simulator } from '../simulator/plugin.ts';
import type { Parts } from './parts.ts';
import { simulatedBot, simulatorPath } from './simulated-bot.ts';

/** Stands in for Telegram: its Bot API and a chat in the browser. */
export async function mountSimulatorRole({ server, settings, clock }: Pick<Parts, 'server' | 'settings' | 'clock'>) {
  await server.register(
    simulator({
      token: simulatedBot.token,
      bot: simulatedBot.identity,
      clock,
      stateFile: join(settings.DATA_DIR, 'simulator.json'),
    }),
    { prefix: simulatorPath },
  );
}
