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

export interface RoundOptions {
  readonly telegram: Pick<Telegram, 'call'>;
  readonly signal: AbortSignal;
  /** Asked before each call; no means that the row is no longer ours. */
  readonly mayCall: () => boolean | Promise<boolean>;
  /** Whether a query may still be answered: Telegram forgets a press after some 150 seconds. */
  readonly mayAnswer: () => boolean;
  /** Told of each call with a tag that Telegram took. */
  readonly onTaken: (call: Call, result: unknown) => void | Promise<void>;
  /** Told of each refusal, and of what is tried in place of the call. */
  readonly onRefused: (call: Call, description: string, next: Call | undefined) => void;
}

type Attempt =
  | { readonly state: 'over' | 'blocked' | 'lost' }
  | { readonly state: 'later'; readonly call: Call; readonly wait: number | undefined };

const over: Attempt = { state: 'over' };
const done: RoundEnd = { end: 'done' };

/** Repeats on the spot, so that a hiccup is not felt; more would keep the chat's later answers waiting. */
const repeats = 2;
/** Milliseconds: what took longer to fail is no hiccup. */
const hiccup = 1_000;

/**
 * Makes the calls of one letter in order. Answers to queries go beside them: they touch no message, and the person
 * sees the button released one round trip earlier (with 50 ms to Telegram a press is done after 52 ms, not 103).
 */
export async function carryOut(calls: readonly Call[], options: RoundOptions): Promise<RoundEnd> {
  const [only] = calls;
  // Three letters of five are one message.
  if (calls.length === 1 && only) return endOf([await attempt(only, options)]);
  const answers = calls.filter(isAnswer);
  if (answers.length === 0) return endOf(await carryOutInOrder(calls, options));
  const [inOrder, ...beside] = await Promise.all([
    carryOutInOrder(
      calls.filter((call) => !isAnswer(call)),
      options,
    ),
    ...answers.map((call) => attempt(call, options)),
  ]);
  return endOf([...beside, ...inOrder]);
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
async function carryOutInOrder(calls: readonly Call[], options: RoundOptions): Promise<Attempt[]> {
  for (const [i, call] of calls.entries()) {
    const result = await attempt(call, options);
    if (result.state === 'over') continue;
    const after = result.state === 'later' ? calls.slice(i + 1) : [];
    return [result, ...after.map((later): Attempt => ({ state: 'later', call: later, wait: undefined }))];
  }
  return [];
}

async function attempt(first: Call, options: RoundOptions): Promise<Attempt> {
  let call: Call | undefined = first;
  while (call) {
    if (isAnswer(call) && !options.mayAnswer()) return over;
    const result: CallResult | 'lost' = await callPatiently(call, options);
    if (result === 'lost') return { state: 'lost' };
    switch (result.outcome) {
      case 'taken':
        if (call.tag !== undefined) await options.onTaken(call, result.result);
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
        options.onRefused(call, result.description, next);
        call = next;
        break;
      }
    }
  }
  return over;
}

async function callPatiently(call: Call, options: RoundOptions): Promise<CallResult | 'lost'> {
  const { telegram, signal, mayCall } = options;
  for (let repeat = 0; ; repeat += 1) {
    const may = mayCall();
    if (may !== true && !(await may)) return 'lost';
    const started = performance.now();
    const result = await telegram.call(call, { signal });
    if (repeat === repeats || signal.aborted) return result;
    if (result.outcome === 'wait' && result.seconds <= 1) await rest(result.seconds * 1_000, signal);
    else if (result.outcome === 'unavailable' && performance.now() - started < hiccup)
      await rest(100 * 3 ** repeat * (0.5 + Math.random()), signal);
    else return result;
  }
}

function isAnswer({ method }: Call): boolean {
  return method === 'answerCallbackQuery' || method === 'answerInlineQuery';
}
