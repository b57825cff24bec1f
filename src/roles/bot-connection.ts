import type { Settings } from '../config.ts';
import type { BotConnection } from '../installation/connection.ts';
import type { BotSettings } from './connected-bot.ts';
import { simulatedBot, simulatorPath } from './simulated-bot.ts';

const telegramApi = 'https://api.telegram.org';

export interface SwitchedConnection extends BotConnection {
  /** The bot that is connected now. */
  readonly bot: BotSettings;
  /** Says what can take another bot's place; without it none runs here. */
  attach(switchTo: (bot: BotSettings) => Promise<void>): void;
}

/** Which bot a process answers as: that of `BOT_TOKEN`, that of a token given in the panel, or the simulator's. */
export function createBotConnection(
  settings: Settings,
  { hasBot, hasSimulator }: { readonly hasBot: boolean; readonly hasSimulator: boolean },
): SwitchedConnection {
  const given = settings.BOT_TOKEN;
  let kept = settings.keptBotToken;
  let switchBot: ((bot: BotSettings) => Promise<void>) | undefined;

  return {
    hasSimulator,
    get bot() {
      return botOf(given ?? kept ?? null, settings);
    },
    get botId() {
      const token = given ?? kept ?? (hasBot ? simulatedBot.token : undefined);
      return token === undefined ? null : Number(token.split(':')[0]);
    },
    get source() {
      if (given !== undefined) return 'environment';
      if (!hasBot) return 'elsewhere';
      return kept === undefined ? 'none' : 'kept';
    },
    get fixed() {
      if (given !== undefined) return 'environment';
      if (settings.DATABASE_URL !== undefined) return 'servers';
      return hasBot ? null : 'no_bot';
    },
    async switchTo(token) {
      const before = kept;
      // Before anything starts: the simulator answers only while no real bot is kept.
      kept = token ?? undefined;
      try {
        await switchBot?.(botOf(token, settings));
      } catch (error) {
        kept = before;
        throw error;
      }
    },
    async openTelegram(token) {
      // Its libraries are the bot's; an admin service that is asked nothing does without.
      const { createTelegram } = await import('../telegram/client.ts');
      return createTelegram({ token, apiRoot: settings.TELEGRAM_API_ROOT ?? telegramApi });
    },
    attach(switchTo) {
      switchBot = switchTo;
    },
  };
}

function botOf(token: string | null, { TELEGRAM_API_ROOT }: Settings): BotSettings {
  // The simulator may also run elsewhere, beside servers.
  const isSimulated = token === null || token === simulatedBot.token;
  if (token !== null) return { token, apiRoot: () => TELEGRAM_API_ROOT ?? telegramApi, isSimulated };
  return {
    token: simulatedBot.token,
    apiRoot: (address) => `${loopback(address)}${simulatorPath}/api`,
    isSimulated,
  };
}

/** An address of this very machine for a server that may listen on all of them. */
function loopback(address: string): string {
  return address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
