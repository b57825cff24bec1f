import { join } from 'node:path';
import { simulator } from '../simulator/plugin.ts';
import type { Parts } from './parts.ts';

/** The bot that the simulator knows. Its token opens nothing but the simulator. */
export const simulatedBot = {
  token: '7000000001:minuta-simulated-bot-opens-no-real-one',
  identity: { id: 7_000_000_001, first_name: 'Minuta', username: 'minuta_bot' },
} as const;

export const simulatorPath = '/simulator';

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
