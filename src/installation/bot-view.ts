import type { Settings } from '../config.ts';
import type { Clock } from '../platform/clock.ts';
import type { Queries } from '../platform/database/database.ts';
import type { BotConnection } from './connection.ts';
import type { BotView } from './schema.ts';
import { botSchema } from './schema.ts';
import { findBot, type BotRow } from './store/bots.ts';

/** Seconds without a word after which nobody sees to it that updates come; they say something every fifteen. */
const silence = 45;
/** Seconds for which a trouble counts as present: Telegram tells a webhook's errors, and repeats, within two minutes. */
const present = 120;

export interface BotViewDependencies {
  readonly queries: Queries;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'BOT_MODE' | 'PUBLIC_URL'>;
  readonly connection: BotConnection;
}

/** Which bot is connected and how its updates come, as far as its processes have said it. */
export async function readBotView({ queries, clock, settings, connection }: BotViewDependencies): Promise<BotView> {
  const row = await findBot(queries, connection.botId);
  const now = clock.now();
  return {
    bot: row && row.username !== '' ? { id: String(row.id), name: row.name, username: row.username } : null,
    is_simulated: row?.is_simulated ?? connection.source === 'none',
    token: { source: connection.source, fixed: connection.fixed },
    delivery: {
      receives: row && secondsSince(row.seen_at, now) <= silence ? receives.parse(row.receives) : null,
      mode: settings.BOT_MODE,
      public_url: settings.PUBLIC_URL ?? null,
      trouble: row && troubleOf(row, now),
    },
  };
}

const { receives, trouble } = botSchema.shape.delivery.shape;

function troubleOf({ trouble: kind, trouble_words: words, trouble_at: at }: BotRow, now: Temporal.Instant) {
  if (kind === null || at === null) return null;
  return trouble.parse({
    kind,
    words: words ?? '',
    at: at.toString(),
    is_current: secondsSince(at, now) <= present,
  });
}

function secondsSince(moment: Temporal.Instant, now: Temporal.Instant): number {
  return now.since(moment).total('seconds');
}
