/** Handlers that another one keeps from ever being asked. */
import { MAX_REGEX_PROGRAMS } from '../limits.ts';
import { type Matcher } from '../match.ts';
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
    const winner =
      (pattern.kind === 'regex' ? greedy : undefined) ?? answererOf(sampleOf(pattern.kind, pattern.key), matcher);
    if (winner !== undefined && winner !== entry.name) {
      compilation.report('shadowed_pattern', [...path, 'pattern'], { pattern: entry.name, winner });
    }
    if (pattern.kind === 'regex' && ANYTHING.every((text) => pattern.regex.test(text))) greedy ??= entry.name;
  }
  const rest = handlers.find(({ pattern, enabled }) => pattern.kind === 'any' && enabled);
  if (rest !== undefined && greedy !== undefined) {
    const params = { pattern: rest.entry.name, winner: greedy };
    compilation.report('shadowed_pattern', [...rest.path, 'pattern'], params);
  }
}

function answererOf<S extends Step>(text: string | undefined, matcher: Matcher<Found<S>>): string | undefined {
  return text === undefined ? undefined : matcher.match(text, { botUsername: '' })?.value.entry.name;
}

/** The text that a pattern answers if any, as far as that can be told: of expressions only for plain words. */
function sampleOf(kind: PlacedHandler<Step>['pattern']['kind'], key: string): string | undefined {
  switch (kind) {
    case 'exact':
      return key;
    case 'prefix':
      return `${key}${FOREIGN}`;
    case 'contains':
      return `${FOREIGN}${key}${FOREIGN}`;
    case 'regex': {
      const [, start, words, end] = /^(\^)?([\p{L}\p{N}][\p{L}\p{N} ]*)(\$)?$/u.exec(key) ?? [];
      if (words === undefined) return undefined;
      return `${start === undefined ? FOREIGN : ''}${words}${end === undefined ? FOREIGN : ''}`;
    }
    case 'any':
    case 'command':
    case 'deep_link':
      return undefined;
    default:
      return kind satisfies never;
  }
}
