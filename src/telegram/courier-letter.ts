import type { Call, CallResult } from './call.ts';
import type { Telegram } from './client.ts';
import { instead } from './courier-fallback.ts';
import { rest } from '../platform/rest.ts';

/** How a round of calls ended. */
export type RoundEnd =
  | { readonly end: 'done' }
  | { readonly end: 'blocked' }
  /** Another process has taken the row over: not ours to touch any more. */
  | { readonly end: 'lost' }
  /** To be repeated: `calls` after `wait` seconds, or when we see fit where Telegram did not say. */
  | { readonly end: 'later'; readonly calls: readonly Call[]; readonly wait: number | undefined };

/** What a round of calls has to ask and to tell on its way. */
export interface Round {
  readonly telegram: Pick<Telegram, 'call'>;
  readonly signal: AbortSignal;
  /** Asked before each call; no means that the row is no longer ours. */
  mayCall(): boolean | Promise<boolean>;
  /** Whether a query may still be answered: Telegram forgets a press after some 150 seconds. */
  mayAnswer(): boolean;
  /** Told of each call with a tag that Telegram took. */
  onTaken(call: Call, result: unknown): void | Promise<void>;
  /** Told of each refusal, and of what is tried in place of the call. */
  onRefused(call: Call, description: string, next: Call | undefined): void;
}

type Attempt =
  | { readonly state: 'over' | 'blocked' | 'lost' }
  | { readonly state: 'later'; readonly call: Call; readonly wait: number | undefined };

const over: Attempt = { state: 'over' };
const lost: Attempt = { state: 'lost' };
const done: RoundEnd = { end: 'done' };

/** Repeats on the spot, so that a hiccup is not felt; more would keep the chat's later answers waiting. */
const repeats = 2;
/** Milliseconds: what took longer to fail is no hiccup. */
const hiccup = 1_000;

/**
 * Makes the calls of one letter in order. The answer to a query goes beside them: it touches no message, and the person
 * sees the button released one round trip earlier (with 50 ms to Telegram a press is done after 52 ms, not 103).
 */
export async function carryOut(calls: readonly Call[], round: Round): Promise<RoundEnd> {
  const [only] = calls;
  // Three letters of five are one message.
  if (calls.length === 1 && only) return endOf([await attempt(only, round)]);
  const answer = calls.find(isAnswer);
  const inOrder = carryOutInOrder(answer ? calls.filter((call) => call !== answer) : calls, round);
  if (!answer) return endOf(await inOrder);
  // Both at once, so that neither fails without anybody waiting for it.
  const [left, answered] = await Promise.all([inOrder, attempt(answer, round)]);
  return endOf([answered, ...left]);
}

function endOf(attempts: readonly Attempt[]): RoundEnd {
  if (attempts.every(({ state }) => state === 'over')) return done;
  if (attempts.some(({ state }) => state === 'lost')) return { end: 'lost' };
  if (attempts.some(({ state }) => state === 'blocked')) return { end: 'blocked' };
  const left = attempts.filter((one) => one.state === 'later');
  const waits = left.map(({ wait }) => wait).filter((wait) => wait !== undefined);
  return { end: 'later', calls: left.map(({ call }) => call), wait: waits.length > 0 ? Math.max(...waits) : undefined };
}

/** @returns what did not simply succeed. */
async function carryOutInOrder(calls: readonly Call[], round: Round): Promise<readonly Attempt[]> {
  let made = 0;
  for (const call of calls) {
    const result = await attempt(call, round);
    made += 1;
    if (result.state === 'over') continue;
    const after = result.state === 'later' ? calls.slice(made) : [];
    return [result, ...after.map((later): Attempt => ({ state: 'later', call: later, wait: undefined }))];
  }
  return [];
}

async function attempt(first: Call, round: Round): Promise<Attempt> {
  let call: Call | undefined = first;
  while (call) {
    if (isAnswer(call) && !round.mayAnswer()) return over;
    const may = round.mayCall();
    if (may !== true && !(await may)) return lost;
    const began = performance.now();
    let result: CallResult | 'lost' = await round.telegram.call(call, round);
    if (result.outcome === 'wait' || result.outcome === 'unavailable')
      result = await callPatiently(call, round, result, began);
    if (result === 'lost') return lost;
    switch (result.outcome) {
      case 'taken':
        if (call.tag !== undefined) await round.onTaken(call, result.result);
        return over;
      case 'harmless':
        // Nothing is left to do, unless there was something to show in a message that is gone.
        call = /not found|message_id_invalid/i.test(result.description) ? instead(call, result.description) : undefined;
        break;
      case 'blocked':
        return { state: 'blocked' };
      case 'wait':
        return { state: 'later', call, wait: result.seconds };
      case 'unavailable':
        return { state: 'later', call, wait: undefined };
      case 'refused': {
        const next = instead(call, result.description);
        round.onRefused(call, result.description, next);
        call = next;
        break;
      }
    }
  }
  return over;
}

/**
 * Repeats a call that a moment may help.
 *
 * @param failed how it ended the first time, which began at `began` by the clock of `performance.now()`.
 */
async function callPatiently(
  call: Call,
  round: Round,
  failed: CallResult,
  began: number,
): Promise<CallResult | 'lost'> {
  const { telegram, signal } = round;
  let result = failed;
  let started = began;
  for (let repeat = 0; repeat < repeats && !signal.aborted; repeat += 1) {
    if (result.outcome === 'wait' && result.seconds <= 1) await rest(result.seconds * 1_000, signal);
    else if (result.outcome === 'unavailable' && performance.now() - started < hiccup)
      await rest(100 * 3 ** repeat * (0.5 + Math.random()), signal);
    else return result;
    if (!(await round.mayCall())) return 'lost';
    started = performance.now();
    result = await telegram.call(call, round);
  }
  return result;
}

function isAnswer({ method }: Call): boolean {
  return method === 'answerCallbackQuery' || method === 'answerInlineQuery';
}
