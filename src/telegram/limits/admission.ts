import { setTimeout as sleep } from 'node:timers/promises';
import type { Engines } from '../../builder/answer-turn.ts';
import { plainText } from '../../builder/rules/telegram-html.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { LANGUAGES } from '../../texts/language.ts';
import { textCall } from '../answers.ts';
import { readData } from '../buttons.ts';
import type { Call, CallOutcome } from '../call.ts';
import type { Telegram } from '../client.ts';
import type { Incoming } from '../incoming.ts';
import type { Limits, Verdict } from './limits.ts';

export interface AdmissionOptions {
  readonly limits: Limits;
  readonly engines: Engines;
  readonly telegram: Pick<Telegram, 'call'>;
  /** The language of people whose Telegram speaks none of ours. */
  readonly language: string;
  readonly log: Logger;
}

/** Whether an update is taken in; a person's are answered in the order they were asked about. */
export type Admission = (update: Incoming) => boolean | Promise<boolean>;

/** Calls to people who are kept out, under way at most; a flood must not become one of ours. */
const mostCalls = 1_000;
/** Milliseconds for which Telegram is asked to take one: a press is no more after two and a half minutes. */
const patience = 120_000;
/** Between two attempts, where Telegram does not say. */
const pause = 1_000;

/**
 * Keeps out what is over the limit. What would change the timer always comes in, and what Telegram tells of a person
 * too. Who is kept out is told so once, and each of their presses is released all the same. Nothing of it is kept.
 */
export function createAdmission({ limits, engines, telegram, language, log }: AdmissionOptions): Admission {
  /** The last question about each person that is still open: those behind it wait, or they would overtake. */
  const open = new Map<number, Promise<boolean>>();
  let calls = 0;

  function decide(update: Incoming, verdict: Verdict): boolean {
    if (verdict === 'pass' || isUrgent(engines, update)) return true;
    const call = answerTo(update, verdict === 'tell' ? wordsFor(update) : null);
    if (call) say(call, update);
    return false;
  }

  async function decideInTurn(
    update: Incoming,
    verdict: Verdict | Promise<Verdict>,
    before: Promise<boolean> | undefined,
  ): Promise<boolean> {
    const own = await verdict;
    if (before) await before;
    return decide(update, own);
  }

  function wordsFor({ sender, arrivedAt }: Incoming): string | null {
    const spoken = LANGUAGES.find((each) => sender?.languageCode?.startsWith(each));
    return engines.current().tooFast(spoken ?? language, arrivedAt);
  }

  function say(call: Call, { updateId }: Incoming): void {
    if (calls >= mostCalls) return;
    calls += 1;
    void attempt(call, updateId);
  }

  async function attempt(call: Call, updateId: number): Promise<void> {
    const outcome = await callPatiently(call);
    calls -= 1;
    if (outcome !== 'taken') log.debug({ update_id: updateId, outcome }, 'who is too fast could not be told');
  }

  async function callPatiently(call: Call): Promise<CallOutcome> {
    const giveUpAt = performance.now() + patience;
    for (;;) {
      const result = await telegram.call(call);
      const isPassing = result.outcome === 'wait' || result.outcome === 'unavailable';
      if (!isPassing || performance.now() > giveUpAt) return result.outcome;
      await sleep(result.outcome === 'wait' ? result.seconds * 1_000 : pause, undefined, { ref: false });
    }
  }

  return (update) => {
    const { sender, membership } = update;
    if (!sender || membership !== null) return true;
    const person = sender.telegramId;
    const before = open.get(person);
    const verdict = limits.ask(person);
    if (before === undefined && typeof verdict === 'string') return decide(update, verdict);
    const admitted = decideInTurn(update, verdict, before).finally(() => {
      if (open.get(person) === admitted) open.delete(person);
    });
    open.set(person, admitted);
    return admitted;
  };
}

/** Whether the update would start, pause or finish something. Nothing is looked up: an open question is not known here. */
function isUrgent(engines: Engines, { kind, press, text, isPrivate }: Incoming): boolean {
  const current = engines.current();
  if (press) {
    const { data, stamp } = readData(press.data);
    const engine = (stamp && engines.of(stamp.config)) ?? current;
    return current.isUrgent(engine.meaningOf(data));
  }
  // An edited message is only counted.
  return (
    kind === 'message' && text !== null && (isPrivate || text.startsWith('/')) && current.isUrgent(current.match(text))
  );
}

/** Every press is released; words are said where they were asked for. */
function answerTo({ press, chatId, isPrivate }: Incoming, words: string | null): Call | null {
  if (press) {
    const text = words === null ? {} : { text: plainText(words) };
    return { method: 'answerCallbackQuery', payload: { callback_query_id: press.queryId, ...text } };
  }
  return words === null || chatId === null || !isPrivate ? null : textCall(chatId, words);
}
