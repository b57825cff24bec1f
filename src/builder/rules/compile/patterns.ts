/** Handlers that another one keeps from ever being asked, or from some of the texts they are for. */
import { MAX_REGEX_PROGRAMS } from '../limits.ts';
import { type Matcher } from '../match.ts';
import type { Pattern } from '../pattern.ts';
import { requiredWords } from '../regex-words.ts';
import type { Found, Step } from '../snapshot.ts';
import type { Compilation } from './context.ts';
import type { PlacedHandler } from './entries.ts';

/** A letter nobody writes: a text with it is one that only the pattern in question should answer. */
const FOREIGN = '\u{F8FF}';
/** An expression that finds something in all of these finds something in every text, or as good as. */
const ANYTHING = ['', 'я', 'Zq 9!', FOREIGN, '—\n😀'];

/** @param words knows every pattern but the expressions: thousands of texts that no expression has seen take them minutes. */
export function* checkPatterns<S extends Step>(
  compilation: Compilation<S>,
  handlers: readonly PlacedHandler<S>[],
  words: Matcher<Found<S>>,
): Generator<void, void> {
  const regexes = handlers.flatMap(({ pattern }) => (pattern.kind === 'regex' ? [pattern.regex] : []));
  const size = regexes.reduce((sum, regex) => sum + regex.programSize(), 0);
  if (size > MAX_REGEX_PROGRAMS) compilation.report('regexes_too_large', ['handlers']);

  const earlier: PlainExpression[] = [];
  let greedy: string | undefined;
  for (const { entry, pattern, path, enabled } of handlers) {
    yield;
    if (!enabled) continue;
    const at = [...path, 'pattern'];
    const winner = (pattern.kind === 'regex' ? greedy : undefined) ?? winnerOver(pattern, words, earlier);
    if (winner !== undefined && winner !== entry.name) {
      compilation.report('shadowed_pattern', at, { pattern: entry.name, winner });
    } else if (pattern.kind === 'contains') {
      // A text that is these words and more: a shorter beginning is asked before longer words anywhere.
      const first = answererOf(`${pattern.key}${FOREIGN}`, words);
      if (first !== undefined && first !== entry.name) {
        const params = { pattern: entry.name, winner: first, words: pattern.key.trim() };
        compilation.report('partly_shadowed', at, params);
      }
    }
    if (isGreedy(pattern)) greedy ??= entry.name;
  }
  const rest = handlers.find(({ pattern, enabled }) => pattern.kind === 'any' && enabled);
  if (rest !== undefined && greedy !== undefined) {
    const params = { pattern: rest.entry.name, winner: greedy };
    compilation.report('shadowed_pattern', [...rest.path, 'pattern'], params);
  }
  if (rest === undefined && greedy === undefined) compilation.report('no_fallback', ['handlers']);
  const isStarted = words.match('/start', { botUsername: '' }) ?? regexes.find((regex) => regex.test('/start'));
  if (isStarted === undefined) compilation.report('no_start', ['handlers']);
}

/** Whether an expression finds something in every text. */
export function isGreedy(pattern: Pattern): boolean {
  return pattern.kind === 'regex' && ANYTHING.every((text) => pattern.regex.test(text));
}

type Asked = PlacedHandler<Step>['pattern'];

/** An expression that is just words, and so finds whatever has them. */
interface PlainExpression {
  readonly name: string;
  readonly words: string;
}
/** Each expression is compared with so many before it. */
const MAX_EARLIER = 200;

/** Who answers every text that a pattern is for, where that can be told. */
function winnerOver<S extends Step>(
  { kind, key }: Asked,
  words: Matcher<Found<S>>,
  earlier: PlainExpression[],
): string | undefined {
  switch (kind) {
    case 'exact':
      return answererOf(key, words);
    case 'prefix':
      return answererOf(`${key}${FOREIGN}`, words);
    case 'contains':
      return answererOf(`${FOREIGN}${key}${FOREIGN}`, words);
    case 'regex': {
      const required = requiredWords(key);
      const samples = required.map((each) => `${each.isStart ? '' : FOREIGN}${each.words}${each.isEnd ? '' : FOREIGN}`);
      const winner =
        samples.map((text) => answererOf(text, words)).find((name) => name !== undefined) ??
        earlier.find((other) => required.some((each) => each.words.includes(other.words)))?.name;
      if (earlier.length < MAX_EARLIER && /^[\p{L}\p{N} ]+$/u.test(key))
        earlier.push({ name: `re:${key}`, words: key });
      return winner;
    }
    case 'any':
    case 'command':
    case 'deep_link':
      return undefined;
    default:
      return kind satisfies never;
  }
}

function answererOf<S extends Step>(text: string, words: Matcher<Found<S>>): string | undefined {
  const match = words.match(text, { botUsername: '' });
  return match === undefined || match.kind === 'any' ? undefined : match.value.entry.name;
}
