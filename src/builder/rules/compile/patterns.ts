/** Handlers that another one keeps from ever being asked, or from some of the texts they are for. */
import { MAX_REGEX_PROGRAMS } from '../limits.ts';
import { type Matcher } from '../match.ts';
import { requiredWords } from '../regex-words.ts';
import type { Found, Step } from '../snapshot.ts';
import type { Compilation } from './context.ts';
import type { PlacedHandler } from './entries.ts';

/** A letter nobody writes: a text with it is one that only the pattern in question should answer. */
const FOREIGN = '\u{F8FF}';
/** An expression that finds something in all of these finds something in every text, or as good as. */
const ANYTHING = ['', 'я', 'Zq 9!', FOREIGN, '—\n😀'];

export function checkPatterns<S extends Step>(
  compilation: Compilation<S>,
  handlers: readonly PlacedHandler<S>[],
  matcher: Matcher<Found<S>>,
): void {
  const regexes = handlers.flatMap(({ pattern }) => (pattern.kind === 'regex' ? [pattern.regex] : []));
  const size = regexes.reduce((sum, regex) => sum + regex.programSize(), 0);
  if (size > MAX_REGEX_PROGRAMS) compilation.report('regexes_too_large', ['handlers']);

  let greedy: string | undefined;
  for (const { entry, pattern, path, enabled } of handlers) {
    if (!enabled) continue;
    const at = [...path, 'pattern'];
    const winner = (pattern.kind === 'regex' ? greedy : undefined) ?? winnerOver(pattern, matcher);
    if (winner !== undefined && winner !== entry.name) {
      compilation.report('shadowed_pattern', at, { pattern: entry.name, winner });
    } else if (pattern.kind === 'contains') {
      // A text that is these words and more: a shorter beginning is asked before longer words anywhere.
      const first = answererOf(`${pattern.key}${FOREIGN}`, matcher);
      if (first !== undefined && first !== entry.name) {
        const params = { pattern: entry.name, winner: first, words: pattern.key.trim() };
        compilation.report('partly_shadowed', at, params);
      }
    }
    if (pattern.kind === 'regex' && ANYTHING.every((text) => pattern.regex.test(text))) greedy ??= entry.name;
  }
  const rest = handlers.find(({ pattern, enabled }) => pattern.kind === 'any' && enabled);
  if (rest !== undefined && greedy !== undefined) {
    const params = { pattern: rest.entry.name, winner: greedy };
    compilation.report('shadowed_pattern', [...rest.path, 'pattern'], params);
  }
  if (rest === undefined && greedy === undefined) compilation.report('no_fallback', ['handlers']);
  if (matcher.match('/start', { botUsername: '' }) === undefined) compilation.report('no_start', ['handlers']);
}

type Asked = PlacedHandler<Step>['pattern'];

/** Who answers every text that a pattern is for, where that can be told. */
function winnerOver<S extends Step>({ kind, key }: Asked, matcher: Matcher<Found<S>>): string | undefined {
  switch (kind) {
    case 'exact':
      return answererOf(key, matcher);
    case 'prefix':
      return answererOf(`${key}${FOREIGN}`, matcher);
    case 'contains':
      return answererOf(`${FOREIGN}${key}${FOREIGN}`, matcher);
    case 'regex':
      return requiredWords(key)
        .map(({ words, isStart, isEnd }) => `${isStart ? '' : FOREIGN}${words}${isEnd ? '' : FOREIGN}`)
        .map((text) => answererOf(text, matcher))
        .find((winner) => winner !== undefined);
    case 'any':
    case 'command':
    case 'deep_link':
      return undefined;
    default:
      return kind satisfies never;
  }
}

/** Who answers a text by its words; an expression that is more than words may have found the strange letters around them. */
function answererOf<S extends Step>(text: string, matcher: Matcher<Found<S>>): string | undefined {
  const match = matcher.match(text, { botUsername: '' });
  if (match === undefined || match.kind === 'any') return undefined;
  const { name } = match.value.entry;
  return match.kind !== 'regex' || /^re:[\p{L}\p{N} ]+$/u.test(name) ? name : undefined;
}
