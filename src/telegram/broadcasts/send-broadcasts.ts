import { gatherNext } from '../../broadcasts/gather.ts';
import { openBroadcast, type OpenBroadcast, type OpenBroadcastDependencies } from '../../broadcasts/open-broadcast.ts';
import type { BroadcastPace } from '../../broadcasts/rules/pace.ts';
import { createDue } from '../../broadcasts/rules/schedule.ts';
import { countClicks } from '../../broadcasts/store/clicks.ts';
import { isAnyUnderWay } from '../../broadcasts/store/gathering.ts';
import {
  claimSendings,
  finishDone,
  holdBroadcast,
  releaseRecipients,
  settleRecipients,
  takeRecipients,
  type Hold,
  type Sending,
  type Settled,
  type TakenRecipient,
} from '../../broadcasts/store/recipients.ts';
import type { Defaults } from '../../people/person.ts';
import { pauseAfter } from '../../platform/backoff.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { isPassing } from '../../platform/database/errors.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { rest } from '../../platform/rest.ts';
import type { Call, CallResult } from '../call.ts';
import type { Telegram } from '../client.ts';
import { instead } from '../courier-fallback.ts';
import { isUnknownToken } from '../delivery-trouble.ts';
import { giveUpChat } from '../outgoing/store.ts';
import type { Pace } from '../pace.ts';
import { sentMessage } from '../sent-message.ts';
import { composeFor, type Composed } from './compose.ts';
import { createRefusals } from './refusals.ts';
import { createSettler } from './settler.ts';

export interface BroadcastSender {
  /** Sends until `signal` is aborted, in one process at a time; ends when what was under way then is noted. */
  run(signal: AbortSignal): Promise<void>;
  /** An answer to somebody was refused as too much: broadcasts keep still for a moment. */
  giveWay(): void;
}

export interface BroadcastSenderOptions extends Omit<OpenBroadcastDependencies, 'queries'> {
  readonly database: Pick<Database, 'queries' | 'reads' | 'exclusive'>;
  readonly telegram: Pick<Telegram, 'call'>;
  readonly botId: number;
  readonly defaults: Defaults;
  readonly clock: Clock;
  readonly log: Logger;
  /** Of all that nobody waits for an answer to: what broadcasts spend, reminders cannot. */
  readonly shared: Pick<Pace, 'free' | 'spend'>;
  /** Whether something else is due that goes first. */
  readonly isBusy: () => boolean;
  readonly pace: BroadcastPace;
  readonly times?: Partial<BroadcastTimes>;
}

/** All in milliseconds. */
export interface BroadcastTimes {
  /** Between looks while something is sent: so long is a page in coming together, and a pause in taking hold. */
  readonly page: number;
  /** Between looks where nothing is sent. */
  readonly look: number;
  /** For which a recipient is held: longer than a call takes. */
  readonly hold: number;
  /** The same for the first one, with whom a picture may go up to Telegram. */
  readonly firstHold: number;
  /** Between two times that presses are counted. */
  readonly clicks: number;
}

const defaultTimes: BroadcastTimes = { page: 250, look: 1_000, hold: 20_000, firstHold: 75_000, clicks: 10_000 };

/** Milliseconds for which calls under way are waited for at the end: what is cut off may have arrived. */
const lastCalls = 5_000;
/** Before what the network has swallowed is tried again. */
const pauses = { first: 2_000, longest: 300_000 };

/**
 * Sends broadcasts, a page of recipients at a time, each a row that is held while it is written to: who dies leaves
 * rows that somebody takes again when their hold is over, and only what was sent and not yet noted is sent twice.
 *
 * Not by way of `outgoing`: there it would stand before the answers of its chat, and what Telegram refuses for now
 * would hold them up.
 */
export function createBroadcastSender(options: BroadcastSenderOptions): BroadcastSender {
  const { database, telegram, botId, defaults, clock, log, shared, isBusy, pace } = options;
  const { queries, reads, exclusive } = database;
  const times = { ...defaultTimes, ...options.times };
  const open = new Map<number, OpenBroadcast>();
  const underWay = new Map<number, number>();
  let cutting = new AbortController();
  let turns = 0;
  let clicksCountedAt = Number.NEGATIVE_INFINITY;
  const refusals = createRefusals();
  const settler = createSettler((settled) => settleRecipients(queries, settled), log);

  function count(id: number, by: number): void {
    const left = (underWay.get(id) ?? 0) + by;
    if (left > 0) underWay.set(id, left);
    else {
      underWay.delete(id);
      if (refusals.areEnough(id)) refusals.forget(id);
    }
  }

  /** Pauses what goes wrong with everybody; whoever it has failed with so far is written to again when it goes on. */
  async function hold(id: number, why: Hold): Promise<void> {
    log.error({ code: 'broadcast.held', broadcast: id, reason: why.reason, words: why.words }, 'a broadcast is paused');
    await settler.noted();
    await holdBroadcast(queries, id, why);
  }

  async function opened(sending: Sending): Promise<OpenBroadcast | null> {
    const known = open.get(sending.id);
    if (known) return known;
    try {
      const made = await openBroadcast({ ...options, queries }, sending);
      open.set(sending.id, made);
      return made;
    } catch (error) {
      // What the database cannot do for now is no fault of the broadcast's.
      if (isPassing(error)) throw error;
      log.error({ code: 'broadcast.unsendable', broadcast: sending.id, err: error }, 'a broadcast cannot be shown');
      await hold(sending.id, { reason: 'unsendable', words: null, again: [] });
      return null;
    }
  }

  async function write(sending: Sending, composed: Composed, signal: AbortSignal): Promise<void> {
    const { id: broadcastId } = sending;
    const { recipient } = composed;
    const settled = (state: Settled['state'], more: Partial<Settled> = {}): void =>
      settler.add({
        broadcastId,
        userId: recipient.user_id,
        attempt: recipient.attempt,
        state,
        messageId: null,
        error: null,
        pause: 0,
        ...more,
      });
    const failed = async (error: string): Promise<void> => {
      // With them it is tried again, as with those who were refused before.
      if (refusals.areEnough(broadcastId)) return settled('waiting');
      settled('failed', { error });
      const again = sending.is_test ? null : refusals.add(sending, recipient.user_id);
      if (again) await hold(broadcastId, { reason: 'refused', words: error, again });
    };
    if (!('call' in composed))
      return composed.error === 'erasing' ? settled('failed', composed) : failed(composed.error);
    if (signal.aborted) return settled('waiting');
    const result = await callSimplified(composed.call);
    switch (result.outcome) {
      case 'taken':
        refusals.forget(broadcastId);
        return settled('delivered', { messageId: sentMessage(composed.call, result.result)?.messageId ?? null });
      case 'blocked':
        await giveUpChat(queries, { botId, chatId: recipient.telegram_id, userId: recipient.user_id });
        return settled('blocked');
      case 'wait':
        pace.refused(result.seconds);
        return settled('waiting', { pause: result.seconds * 1_000 });
      case 'unavailable': {
        if (cutting.signal.aborted) return settled('waiting');
        if (isUnknownToken(result.cause)) {
          settled('waiting');
          return hold(broadcastId, { reason: 'unauthorized', words: result.cause, again: [] });
        }
        // The others would fare no better.
        pace.refused(0);
        return settled('waiting', { pause: pauseAfter(recipient.attempt, pauses) });
      }
      case 'refused':
      case 'harmless':
        return failed(result.description);
    }
  }

  /** Who has moved since, so that their own clock does not show that time yet, is put back. */
  function keepDue(sending: Sending, recipients: readonly TakenRecipient[]): readonly TakenRecipient[] {
    const now = clock.now();
    const dueIn = createDue(sending.local_at, defaults.timeZone, now);
    return recipients.filter(({ user_id: userId, attempt, time_zone: zone }) => {
      const pause = now.until(dueIn(zone)).total('milliseconds');
      if (pause > 0)
        settler.add({
          broadcastId: sending.id,
          userId,
          attempt,
          state: 'waiting',
          messageId: null,
          error: null,
          pause,
        });
      return pause <= 0;
    });
  }

  /** What Telegram does not take as it is goes out simpler, like any answer. */
  async function callSimplified(first: Call): Promise<CallResult> {
    const { signal } = cutting;
    let result = await telegram.call(first, { signal });
    let call: Call | undefined = first;
    while (result.outcome === 'refused') {
      call = instead(call, result.description);
      log.warn(
        { code: 'broadcast.refused', description: result.description, instead: call?.method },
        'Telegram refused',
      );
      if (!call) break;
      result = await telegram.call(call, { signal });
    }
    return result;
  }

  /** @returns how many were taken. */
  async function sendPage(sending: Sending, limit: number, signal: AbortSignal): Promise<number> {
    const broadcast = await opened(sending);
    if (!broadcast) return 0;
    const holdFor = sending.is_proven ? times.hold : times.firstHold;
    const taken = await takeRecipients(queries, { id: sending.id, limit, hold: holdFor });
    const recipients = keepDue(sending, taken);
    if (recipients.length === 0) return taken.length;
    const composed = await composeFor(reads, broadcast, recipients, { defaults, now: clock.now() });
    pace.spend(recipients.length);
    for (const one of composed) {
      shared.spend(one.recipient.telegram_id, 1);
      count(sending.id, 1);
      void write(sending, one, signal)
        // The row is taken again when its hold is over.
        .catch((error: unknown) => log.error({ code: 'broadcast.write', err: error }, 'a recipient is left in its row'))
        .finally(() => count(sending.id, -1));
    }
    return taken.length;
  }

  function closeAllBut(sendings: readonly Sending[]): void {
    const ids = new Set(sendings.map(({ id }) => id));
    for (const id of open.keys()) {
      if (ids.has(id)) continue;
      open.delete(id);
      if (!underWay.has(id)) refusals.forget(id);
    }
  }

  /** @returns whether there may be more soon. */
  async function look(signal: AbortSignal): Promise<boolean> {
    const sendings = await claimSendings(queries, botId);
    closeAllBut(sendings);
    // Spread over the second, so that little is under way whenever somebody dies.
    const page = Math.ceil((pace.perSecond() * times.page) / 1_000);
    let left = page;
    turns += 1;
    for (let hungry = inTurn(sendings, turns); hungry.length > 0;) {
      const still: Sending[] = [];
      for (const [place, sending] of hungry.entries()) {
        const free = isBusy() ? 0 : Math.min(left, pace.free(), shared.free());
        if (free <= 0 || signal.aborted) return true;
        // The first message goes out alone, because all may be refused.
        const isAlone = !sending.is_proven;
        if (isAlone && underWay.has(sending.id)) continue;
        const share = isAlone ? 1 : Math.ceil(free / (hungry.length - place));
        // The others are sent whatever is wrong with this one.
        const taken = await sendPage(sending, share, signal).catch((error: unknown) => {
          log.warn({ code: 'broadcast.page', broadcast: sending.id, err: error }, 'a page is tried again');
          return 0;
        });
        left -= taken;
        if (taken === share && !isAlone) still.push(sending);
      }
      // What the others have left.
      hungry = still;
    }
    return left < page;
  }

  async function countClicksNowAndThen(): Promise<void> {
    const now = performance.now();
    if (now - clicksCountedAt < times.clicks) return;
    clicksCountedAt = now;
    await countClicks(queries);
  }

  /** @returns whether there may be more. */
  function gather(): Promise<boolean> {
    return gatherNext(queries, defaults, clock.now()).catch((error: unknown) => {
      log.warn({ code: 'broadcast.gather', err: error }, 'recipients cannot be gathered now');
      return false;
    });
  }

  /** @returns milliseconds until the next turn. */
  async function turn(signal: AbortSignal): Promise<number> {
    try {
      // Nearly always there is none, and one look tells what five statements would.
      const isAny = await isAnyUnderWay(queries);
      const isGathering = isAny && (await gather());
      const isMore = isAny && (await look(signal));
      if (isAny) await finishDone(queries);
      else closeAllBut([]);
      await countClicksNowAndThen();
      if (isMore || isGathering || underWay.size > 0) return times.page;
    } catch (error) {
      log.warn({ code: 'broadcast.look', err: error }, 'cannot see which broadcasts are due');
    }
    return times.look;
  }

  return {
    async run(signal) {
      cutting = new AbortController();
      if (exclusive) await releaseRecipients(queries, times.firstHold);
      while (!signal.aborted) await rest(await turn(signal), signal);
      const patience = setTimeout(() => cutting.abort(), lastCalls);
      while (underWay.size > 0) await rest(20);
      clearTimeout(patience);
      await settler.finish();
    },
    giveWay: () => pace.giveWay(),
  };
}

/**
 * Tests first, because somebody waits for them; then each broadcast in its turn, so that a short one waits for no long
 * one.
 */
function inTurn(sendings: readonly Sending[], turn: number): readonly Sending[] {
  const tests = sendings.filter((one) => one.is_test);
  const others = sendings.filter((one) => !one.is_test);
  const first = others.length === 0 ? 0 : turn % others.length;
  return [...tests, ...others.slice(first), ...others.slice(0, first)];
}
