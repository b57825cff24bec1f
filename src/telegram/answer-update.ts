import { randomBytes } from 'node:crypto';
import type { Trigger, TurnStart } from '../builder/turn.ts';
import type { Engine } from '../builder/engine.ts';
import { interactionsDesk } from '../interactions/store.ts';
import type { Person } from '../people/person.ts';
import { peopleDesk } from '../people/store.ts';
import type { Batch } from '../platform/database/batch.ts';
import { sqlState } from '../platform/database/errors.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import { trackerDesk } from '../tracker/store.ts';
import { callsFor } from './answers.ts';
import { readData } from './buttons.ts';
import type { Call } from './call.ts';
import type { Incoming } from './incoming.ts';

export interface Answering {
  /** The engine on the configuration that runs now. */
  readonly engine: () => Engine;
  readonly logger: Logger;
}

export interface Answer {
  readonly calls: readonly Call[];
  readonly outcome: string;
}

interface Circumstances {
  readonly update: Incoming;
  readonly person: Person | null;
  readonly batch: Batch;
  readonly now: Temporal.Instant;
  /** Whether applying it has failed already, so that only an apology is left. */
  readonly isFailed: boolean;
}

/** Decides one update: what changes, what is recorded, what is said. */
export async function answerUpdate(answering: Answering, circumstances: Circumstances): Promise<Answer> {
  const { update, person, batch, now } = circumstances;
  const { logger } = answering;
  if (person) keepAcquainted(update, person, batch, now);
  const engine = answering.engine();
  const trigger = triggerOf(update);
  if (!person || !trigger || update.chatId === null) {
    const outcome = update.kind === 'my_chat_member' ? (update.membership ?? 'done') : 'done';
    const event = update.kind === 'message' ? 'text' : update.kind;
    batch.use(interactionsDesk).record({
      event,
      userId: person?.id ?? null,
      at: update.arrivedAt,
      handler: null,
      outcome,
      source: null,
      configVersion: engine.version,
    });
    return { calls: update.inlineQueryId === null ? [] : [answerInline(update.inlineQueryId)], outcome };
  }

  const { turn, handler, event, source } = await take(answering, engine, circumstances, {
    person,
    chatId: update.chatId,
    trigger,
    at: update.at,
    now,
    batch,
  });
  turn.settle();
  for (const flaw of turn.flaws) logger.warn({ update_id: update.updateId, handler, flaw }, 'an answer has a flaw');
  batch.use(interactionsDesk).record({
    event,
    userId: person.id,
    at: update.arrivedAt,
    handler,
    outcome: turn.outcome,
    source,
    configVersion: engine.version,
  });
  const stamp = { tracker: batch.use(trackerDesk).state(person.id).tracker.version, config: engine.version };
  return { calls: callsFor(turn, stamp, update.press?.queryId ?? null), outcome: turn.outcome };
}

/** Runs a turn; one that breaks on its own is answered with an apology and a code that finds the log. */
async function take(
  { logger }: Answering,
  engine: Engine,
  { update, isFailed }: Circumstances,
  start: TurnStart,
): ReturnType<Engine['answer']> {
  if (!isFailed) {
    try {
      return await engine.answer(start);
    } catch (error) {
      // The database's objections end the whole transaction; the group deals with them.
      if (sqlState(error) !== null) throw error;
      return engine.apologise(start, reported(error));
    }
  }
  return engine.apologise(start, reported(new Error('the update cannot be applied')));

  function reported(error: unknown): string {
    const code = randomBytes(2).toString('hex').toUpperCase();
    logger.error({ err: error, code, update_id: update.updateId, user_id: start.person.id }, 'an update failed');
    return code;
  }
}

function triggerOf(update: Incoming): Trigger | null {
  if (update.press) {
    const { data, stamp } = readData(update.press.data);
    return { kind: 'press', data, version: stamp?.tracker, messageId: update.press.messageId };
  }
  if (update.kind !== 'message') return null;
  if (update.location) return { kind: 'location', ...update.location };
  // In a group only commands are meant for the bot.
  if (!update.isPrivate && !update.text?.startsWith('/')) return null;
  // A photo or a sticker says nothing in words, and is answered like words nobody knows.
  return { kind: 'text', text: update.text ?? '' };
}

/** Follows a person's name, and whether they let the bot in. */
function keepAcquainted(update: Incoming, person: Person, batch: Batch, now: Temporal.Instant): void {
  const people = batch.use(peopleDesk);
  const { sender, membership } = update;
  if (sender && (sender.firstName !== person.firstName || sender.username !== person.username))
    people.rename(person.id, { firstName: sender.firstName, username: sender.username });
  if (membership === 'blocked') people.setBlocked(person.id, now);
  else if (person.isBlocked && (membership === 'active' || update.isPrivate)) people.setBlocked(person.id, null);
}

function answerInline(queryId: string): Call {
  return {
    method: 'answerInlineQuery',
    payload: { inline_query_id: queryId, results: [], cache_time: 0, is_personal: true },
  };
}
