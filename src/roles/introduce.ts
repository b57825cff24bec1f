import type { Configuration } from '../builder/configuration.ts';
import { rest } from '../platform/rest.ts';
import type { Telegram } from '../telegram/client.ts';
import { LANGUAGES } from '../texts/language.ts';

/** What Telegram is told of the bot, and what it tells the bot of itself. */
export interface Introduction {
  /** The bot's name without «@»; empty while Telegram has not told it. */
  username(): string;
  /** The configuration may have other commands now. */
  changed(): void;
  /** Learns the name and keeps Telegram's menu of commands up to date until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
}

/** Milliseconds between two tellings, so that many publications in a row are told as one. */
const apart = 5_000;

/** @param onName is told the bot's name, once Telegram has told it. */
export function createIntroduction(
  telegram: Telegram,
  configuration: () => Configuration,
  onName: (me: { readonly name: string; readonly username: string }) => void = () => undefined,
): Introduction {
  let username = '';
  let told = '';
  let waking = new AbortController();

  /** @returns whether Telegram has what the configuration says. */
  async function tellCommands(signal: AbortSignal): Promise<boolean> {
    const { commands } = configuration().snapshot;
    const calls = LANGUAGES.map((language) => {
      const described = commands.map(({ command, description }) => ({ command, description: description(language) }));
      // Telegram shows the commands without a language to everybody else.
      return language === 'en' ? { commands: described } : { commands: described, language_code: language };
    });
    const wanted = JSON.stringify(calls);
    if (wanted === told) return true;
    for (const payload of calls) {
      const { outcome } = await telegram.call({ method: 'setMyCommands', payload }, { signal });
      // What is refused would be refused again; the next change is another try.
      if (outcome !== 'taken' && outcome !== 'refused') return false;
    }
    told = wanted;
    return true;
  }

  async function learnName(signal: AbortSignal): Promise<boolean> {
    const me = await telegram.getMe(signal);
    if (me.outcome !== 'taken') return false;
    username = me.result.username;
    onName({ name: me.result.first_name, username });
    return true;
  }

  return {
    username: () => username,
    changed: () => waking.abort(),
    async run(signal) {
      for (let pause = 1_000; !signal.aborted;) {
        waking = new AbortController();
        const isDone = (username !== '' || (await learnName(signal))) && (await tellCommands(signal));
        if (isDone) {
          pause = 1_000;
          await rest(2 ** 31 - 1, signal, waking.signal);
          await rest(apart, signal);
        } else {
          await rest(pause, signal);
          pause = Math.min(60_000, pause * 2);
        }
      }
    },
  };
}
