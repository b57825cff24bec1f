import { randomBytes } from 'node:crypto';
import { answerTurn, type Engines, type TurnResult } from '../builder/answer-turn.ts';
import { systemScreens } from '../builder/actions-catalogue.ts';
import { continuationsDesk } from '../builder/continuations.ts';
import type { Trigger, Turn, TurnStart } from '../builder/turn.ts';
import { clicksDesk } from '../broadcasts/store/clicks.ts';
import { interactionsDesk } from '../interactions/store/interactions.ts';
import type { Person } from '../people/person.ts';
import { peopleDesk } from '../people/store.ts';
import type { Batch } from '../platform/database/batch.ts';
import { sqlState } from '../platform/database/errors.ts';
import { whenThere, type Soon } from '../platform/soon.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import { trackerDesk } from '../tracker/store.ts';
import { callsFor, textCall } from './answers.ts';
import { readData } from './buttons.ts';
import type { Call } from './call.ts';
import type { Incoming } from './incoming.ts';
import { lettersDesk } from './outgoing/letters.ts';

export interface Answering {
  readonly engines: Engines;
  readonly botId: number;
  /** Chats of the administrators. */
  readonly adminChats: readonly number[];
  /** Told when a turn will have to wait, once this is committed. */
  readonly onSuspended: () => void;
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
export function answerUpdate(answering: Answering, circumstances: Circumstances): Soon<Answer> {
  const { update, person, batch, now } = circumstances;
  if (person?.isErasing) return tellOfErasure(answering, circumstances, person);
  if (person && !update.continuation) keepAcquainted(update, person, batch, now);
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
      configVersion: answering.engines.current().version,
    });
    return { calls: update.inlineQueryId === null ? [] : [answerInline(update.inlineQueryId)], outcome };
  }

  const start = { person, chatId: update.chatId, trigger, at: update.at, now, batch };
  return whenThere(take(answering, circumstances, start), (result) => conclude(answering, circumstances, result));
}

/** Hands over what a turn changed, and words what it said. */
function conclude(
  answering: Answering,
  { update, batch, now }: Circumstances,
  { turn, handler, event, source }: TurnResult,
): Answer {
  const { person } = turn;
  turn.settle();
  if (update.press) noteClick(update.press.data, person, batch, now);
  if (update.continuation) batch.use(continuationsDesk).finish(update.continuation.id);
  suspend(answering, turn);
  report(answering, turn);
  for (const flaw of turn.flaws)
    answering.logger.warn({ update_id: update.updateId, handler, flaw }, 'an answer has a flaw');
  if (event !== null)
    batch.use(interactionsDesk).record({
      event,
      userId: person.id,
      at: update.arrivedAt,
      handler,
      outcome: turn.outcome,
      source,
      configVersion: turn.configVersion,
    });
  const stamp = { tracker: batch.use(trackerDesk).state(person.id).tracker.version, config: turn.configVersion };
  return { calls: callsFor(turn, stamp, update.press?.queryId ?? null), outcome: turn.outcome };
}

/** Tells somebody who is being erased that they are. Nothing is done for them or noted about them any more. */
function tellOfErasure({ engines }: Answering, { update, batch, now }: Circumstances, person: Person): Soon<Answer> {
  const { chatId, at, continuation } = update;
  const outcome = 'erasing';
  if (continuation) batch.use(continuationsDesk).finish(continuation.id);
  const trigger = continuation ? null : triggerOf(update);
  if (!trigger || chatId === null)
    return { calls: update.inlineQueryId === null ? [] : [answerInline(update.inlineQueryId)], outcome };
  const start = { person, chatId, trigger, at, now, batch };
  return whenThere(engines.current().announce(start, systemScreens.erasing), (turn) => {
    const stamp = { tracker: 0, config: turn.configVersion };
    return { calls: callsFor(turn, stamp, update.press?.queryId ?? null), outcome };
  });
}

/** Keeps a turn that waits for the clock or a server, in the commit of what it did so far. */
function suspend({ botId, onSuspended }: Answering, turn: Turn): void {
  const { pause, frames, resumptions } = turn.course;
  if (pause?.kind !== 'wait' && pause?.kind !== 'http') return;
  turn.batch.use(continuationsDesk).begin({
    botId,
    userId: turn.person.id,
    chatId: turn.chatId,
    messageId: turn.pressedMessage?.messageId ?? null,
    configVersion: turn.configVersion,
    kind: pause.kind,
    frames,
    variables: turn.kept,
    request: pause.kind === 'http' ? pause.request : null,
    resumptions: resumptions + 1,
    wait: pause.kind === 'wait' ? pause.seconds : 0,
  });
  onSuspended();
}

/** Letters to the administrators are rows of their own: what becomes of them is nothing to this chat. */
function report({ botId, adminChats }: Answering, { outputs, batch, flaws }: Turn): void {
  const reports = outputs.filter((output) => output.kind === 'report');
  if (reports.length > 0 && adminChats.length === 0) flaws.push('there is no administrator to be told: ADMIN_CHATS');
  for (const { text } of reports)
    for (const chatId of adminChats) batch.use(lettersDesk).write({ botId, chatId, calls: [textCall(chatId, text)] });
}

/** Runs a turn; one that breaks on its own is answered with an apology and a code that finds the log. */
function take(answering: Answering, { update, isFailed }: Circumstances, start: TurnStart): Soon<TurnResult> {
  if (isFailed) return apologise(answering, update, start, new Error('the update cannot be applied'));
  try {
    const taken = answerTurn(answering.engines, start);
    return taken instanceof Promise ? taken.catch(failed) : taken;
  } catch (error) {
    return failed(error);
  }

  function failed(error: unknown): Promise<TurnResult> {
    // The database's objections end the whole transaction; the group deals with them.
    if (sqlState(error) !== null) throw error;
    return apologise(answering, update, start, error);
  }
}

async function apologise(
  { logger, engines }: Answering,
  update: Incoming,
  start: TurnStart,
  error: unknown,
): Promise<TurnResult> {
  const code = randomBytes(2).toString('hex').toUpperCase();
  logger.error({ err: error, code, update_id: update.updateId, user_id: start.person.id }, 'an update failed');
  const turn = await engines.current().apologise(start, code);
  const event = update.continuation ? null : update.press ? 'button_click' : 'text';
  return { turn, handler: null, event, source: null };
}

function triggerOf(update: Incoming): Trigger | null {
  if (update.continuation) return { kind: 'continuation', continuation: update.continuation };
  if (update.press) {
    const { data, stamp } = readData(update.press.data);
    const { messageId } = update.press;
    const version = stamp && 'tracker' in stamp ? stamp.tracker : undefined;
    return { kind: 'press', data, version, configVersion: stamp?.config, messageId };
  }
  if (update.kind !== 'message') return null;
  if (update.location) return { kind: 'location', ...update.location };
  if (update.phone !== null) return { kind: 'contact', phone: update.phone };
  // In a group only commands are meant for the bot.
  if (!update.isPrivate && !update.text?.startsWith('/')) return null;
  // A photo or a sticker says nothing in words, and is answered like words nobody knows.
  return { kind: 'text', text: update.text ?? '' };
}

/** Counts a press of a broadcast's button as somebody who clicked. */
function noteClick(data: string, person: Person, batch: Batch, at: Temporal.Instant): void {
  // Nearly every press is of another button, and is not read twice for this.
  if (!data.includes('#!')) return;
  const { stamp } = readData(data);
  if (stamp && 'broadcast' in stamp)
    batch.use(clicksDesk).note({ broadcastId: stamp.broadcast, userId: person.id, at });
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
