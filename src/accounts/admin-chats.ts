import type { Queries } from '../platform/database/database.ts';
import { rest } from '../platform/rest.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import { telegramIdsOfAdmins } from './store/admins.ts';

/** Milliseconds between two looks. */
const lookEvery = 10_000;

/** Where administrators are told things: the same list for every message, without asking the database for each. */
export interface AdminChats {
  readonly current: readonly number[];
  /** Looks who is there, now and then, until it is told to stop. */
  run(signal: AbortSignal): Promise<void>;
  look(): Promise<void>;
}

/** @param fixed chats that are told in any case. */
export function createAdminChats(
  { queries, log }: { readonly queries: Queries; readonly log: Logger },
  fixed: readonly number[],
): AdminChats {
  let chats = fixed;
  const look = async (): Promise<void> => {
    chats = [...new Set([...fixed, ...(await telegramIdsOfAdmins(queries))])];
  };
  return {
    get current() {
      return chats;
    },
    look,
    async run(signal) {
      while (!signal.aborted) {
        await look().catch((error: unknown) => {
          log.warn({ code: 'accounts.chats', err: error }, 'administrators’ chats could not be looked up');
        });
        await rest(lookEvery, signal);
      }
    },
  };
}
