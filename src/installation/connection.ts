import type { Telegram } from '../telegram/client.ts';
import type { FIXED } from './schema.ts';

/** Which bot this process runs, if any, and the way to another one. */
export interface BotConnection {
  /** Null where none runs here, and no token says which one runs elsewhere. */
  readonly botId: number | null;
  /** Where its token comes from: `elsewhere` where no bot runs here. */
  readonly source: 'environment' | 'kept' | 'none' | 'elsewhere';
  /** Why no token can be given here; null where one can. */
  readonly fixed: (typeof FIXED)[number] | null;
  /** Whether `/simulator` is there while no real bot is connected. */
  readonly hasSimulator: boolean;
  /**
   * Stops the bot that runs, when it has finished what it took, and starts this one; null is the simulated one.
   *
   * @throws where it cannot be wired; the one that runs goes on then.
   */
  switchTo(token: string | null): Promise<void>;
  /** Telegram as it looks with a token that nobody uses yet. */
  openTelegram(token: string): Promise<Pick<Telegram, 'getMe' | 'getWebhookInfo' | 'close'>>;
}
