import { createCompiler } from '../builder/configuration.ts';
import { openLiveConfiguration } from '../builder/live/live-configuration.ts';
import { configHook } from '../config-webhooks/hook.ts';
import { webhookPath } from '../telegram/webhook.ts';
import { filters } from '../texts/filters.ts';
import { warmFormats } from '../texts/warm-formats.ts';
import { allActions } from './actions.ts';
import { connectTo, type BotSettings } from './connected-bot.ts';
import type { Parts, Role } from './parts.ts';

export interface BotRole extends Role {
  /**
   * Stops the bot that runs, when it has finished what it took, and starts this one in its place. One at a time.
   *
   * @throws where this one cannot be wired; the one that runs goes on then.
   */
  switchTo(settings: BotSettings): Promise<void>;
}

/** Milliseconds for which a bot that is replaced finishes what it took. */
const switchWithin = 5_000;

/** Answers people, by what is published, as the bot of one token at a time. */
export async function wireBot(parts: Parts, first: BotSettings): Promise<BotRole> {
  const { settings, database, cache, keeper, server, takePosts, clock, logger: log, metrics, holder } = parts;
  const stopping = new AbortController();

  warmFormats();
  const live = await openLiveConfiguration({
    database,
    keeper,
    isTold: () => cache.isShared && cache.isAvailable(),
    compile: createCompiler({ actions: allActions, filters }),
    holder,
    role: 'bot',
    log,
    metrics,
  });
  let connected = await connectTo(parts, live, first);
  live.onChange(() => connected.changed());
  if (settings.CONFIG_HOOK_SECRET !== undefined) {
    const refresh = async (): Promise<number> => {
      await live.refresh();
      return live.current().published.version;
    };
    await server.register(configHook({ secret: settings.CONFIG_HOOK_SECRET, clock, refresh }));
  }
  takePosts(webhookPath, (request, response) => connected.webhook(request, response));

  let ownAddress = '';
  let running: Promise<unknown> = Promise.resolve();
  let switching: Promise<unknown> = Promise.resolve();

  async function replace(next: BotSettings): Promise<void> {
    // Wired before the other is stopped, so that a failure leaves that one as it is.
    const made = await connectTo(parts, live, next);
    await connected.stop(switchWithin).catch((error: unknown) => {
      log.error({ code: 'bot.stop', err: error }, 'the bot before did not stop as it should');
    });
    if (stopping.signal.aborted) return made.stop(0);
    connected = made;
    connected.start(ownAddress);
    log.info('answers as another bot');
  }

  return {
    start(address) {
      ownAddress = address;
      running = live.run(stopping.signal);
      connected.start(address);
    },
    async switchTo(next) {
      await switching;
      const done = replace(next);
      switching = Promise.allSettled([done]);
      await done;
    },
    async stop(milliseconds) {
      stopping.abort();
      await switching;
      await Promise.allSettled([connected.stop(milliseconds), running]);
    },
  };
}
