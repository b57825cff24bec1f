import type { Sender } from '../people/person.ts';
import type { Queries } from '../platform/database/database.ts';
import { rest } from '../platform/rest.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import { callServer, type Servers } from './call-server.ts';
import type { Continuation } from './continuations.ts';
import type { HttpRequest } from './rules/http-request.ts';
import { giveBack, keepResult, releaseTaken, takeDue, type TakenRow } from './store/continuations.ts';

export interface ContinuationRunner {
  /** Works until `signal` is aborted; what is under way then is given back. */
  run(signal: AbortSignal): Promise<void>;
  /** A turn is about to wait, once its commit is through: look soon. */
  wake(): void;
}

export interface ContinuationRunnerOptions extends Servers {
  readonly queries: Queries;
  readonly botId: number;
  readonly log: Logger;
  /** Whether this process alone has the database, so that what is held is held by the dead. */
  readonly exclusive: boolean;
  /**
   * Lets the turn go on. It must take effect once, however often it is given, and its row goes in the same commit.
   *
   * @returns whether it has taken effect; never rejects.
   */
  readonly resume: (continuation: Continuation, person: Sender) => Promise<'done' | 'later'>;
  readonly times?: Partial<ContinuationTimes>;
}

/** All in milliseconds. */
export interface ContinuationTimes {
  /** Between looks where nothing is due. */
  readonly look: number;
  /** For which a row is held: longer than a call takes with all its repetitions. */
  readonly lease: number;
}

const defaults: ContinuationTimes = { look: 500, lease: 60_000 };
/** Looks after a wake, until the commit of whoever woke is through. */
const hurried = [10, 30, 80, 200];
/** Rows under way at most: servers may take their time. */
const mostUnderWay = 64;

/**
 * Lets turns go on that have waited. Nothing waits inside the transactions that turns share: the clock and other
 * people's servers are waited for here. Any process may do it, several at once too: rows are taken under a lease,
 * and a turn that goes on does so through the same door as an update, once.
 */
export function createContinuationRunner(options: ContinuationRunnerOptions): ContinuationRunner {
  const { queries, botId, log } = options;
  const times = { ...defaults, ...options.times };
  const underWay = new Set<Promise<void>>();
  let waking = new AbortController();
  let hurry: readonly number[] = [];

  async function carry(row: TakenRow, signal: AbortSignal): Promise<void> {
    let { result } = row;
    if (row.kind === 'http' && result === null) {
      // The row holds what this program has written.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const request = row.request as HttpRequest;
      const key = `minuta-${row.id}`;
      const came = await callServer(options, request, { key, isRepeated: row.attempts > 1, signal });
      if (!came) return giveBack(queries, row, { after: 0, isUntouched: false });
      if (!(await keepResult(queries, row, came))) return;
      result = came;
    } else if (signal.aborted) return giveBack(queries, row, { after: 0, isUntouched: true });
    const acceptance = await options.resume(continuationOf(row, result), personOf(row));
    if (acceptance === 'later') await giveBack(queries, row, { after: 2_000, isUntouched: false });
  }

  /** @returns whether there may be more. */
  async function look(signal: AbortSignal): Promise<boolean> {
    const limit = mostUnderWay - underWay.size;
    if (limit <= 0) return false;
    const rows = await takeDue(queries, { botId, limit, lease: times.lease });
    for (const row of rows) {
      const carried = carry(row, signal)
        .catch((error: unknown) => {
          // The row is taken again when its lease is over.
          log.error({ code: 'continuation.carry', id: row.id, err: error }, 'a turn that waited is left in its row');
        })
        .finally(() => underWay.delete(carried));
      underWay.add(carried);
    }
    return rows.length === limit;
  }

  return {
    async run(signal) {
      if (options.exclusive) await releaseTaken(queries, { botId, lease: times.lease });
      while (!signal.aborted) {
        waking = new AbortController();
        const isMore = await look(signal).catch((error: unknown) => {
          log.warn({ code: 'continuation.look', err: error }, 'cannot see which turns are due');
          return false;
        });
        const [next = times.look, ...later] = hurry;
        hurry = later;
        await rest(isMore ? 0 : Math.min(next, times.look), signal, waking.signal);
      }
      await Promise.all(underWay);
    },
    wake() {
      hurry = hurried;
      waking.abort();
    },
  };
}

function continuationOf(row: TakenRow, result: unknown): Continuation {
  return {
    id: row.id,
    userId: row.user_id,
    chatId: row.chat_id,
    messageId: row.message_id,
    configVersion: row.config_version,
    frames: row.frames,
    variables: row.variables,
    resumptions: row.resumptions,
    result,
  };
}

function personOf(row: TakenRow): Sender {
  return { telegramId: row.telegram_id, firstName: row.first_name, username: row.username, languageCode: null };
}
