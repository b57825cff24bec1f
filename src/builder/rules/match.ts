/** Which of many patterns answers a text. Built once per configuration, asked once per message. */
import { MAX_MATCHED_CHARS } from './limits.ts';
import { fold, type Pattern, type PatternKind } from './pattern.ts';
import { requiredWords } from './regex-words.ts';
import { createWordAutomaton } from './word-automaton.ts';

export interface Match<Value> {
  readonly value: Value;
  readonly kind: PatternKind;
  /**
   * What the person added: the payload of a deep link, the words after a command or a prefix.
   * The whole text where the pattern says nothing about what is an addition (contains, regex, any); empty for exact.
   */
  readonly args: string;
  /** A regular expression's groups by number («1») and by name; a group that took no part is empty. */
  readonly groups?: Readonly<Record<string, string>>;
}

export interface Matcher<Value> {
  /** `undefined` where nothing answers, and for a command addressed to another bot. */
  match(text: string, bot: { readonly botUsername: string }): Match<Value> | undefined;
}

interface Entry<Value> {
  readonly pattern: Pattern;
  readonly value: Value;
}

const COMMAND = /^\/([\p{L}\p{N}_]{1,32})(?:@(\w{1,64}))?(?:\s+([^]*))?$/u;

/** Of two entries with the same pattern the first wins. */
export function compileMatcher<Value>(entries: readonly Entry<Value>[]): Matcher<Value> {
  const payloads = byKey(entries, 'deep_link');
  const commands = byKey(entries, 'command');
  const exact = byKey(entries, 'exact');
  const prefixes = [...byKey(entries, 'prefix')];
  const prefixWords = createWordAutomaton(prefixes.map(([key]) => key));
  const contained = [...byKey(entries, 'contains')];
  const containedWords = createWordAutomaton(contained.map(([key]) => key));
  const findRegex = compileRegexes(entries);
  const any = byKey(entries, 'any').get('');

  function matchCommand(text: string, botUsername: string): Match<Value> | 'foreign' | undefined {
    const [, name, bot, rest = ''] = COMMAND.exec(text) ?? [];
    if (name === undefined) return undefined;
    if (bot !== undefined && bot.toLowerCase() !== botUsername.toLowerCase()) return 'foreign';
    const args = rest.trim();
    const command = fold(name);
    const payload = command === 'start' && args !== '' ? payloads.get(args) : undefined;
    if (payload !== undefined) return { value: payload, kind: 'deep_link', args };
    const value = commands.get(command);
    return value === undefined ? undefined : { value, kind: 'command', args };
  }

  function matchWords(text: string): Match<Value> | undefined {
    // No pattern is as long as the bound, so a longer text is no pattern's whole text.
    const whole = text.length < MAX_MATCHED_CHARS;
    const folded = fold(text);
    const value = whole ? exact.get(folded) : undefined;
    if (value !== undefined) return { value, kind: 'exact', args: '' };
    const prefix = prefixes[prefixWords.longestPrefix(folded)];
    if (prefix !== undefined) return { value: prefix[1], kind: 'prefix', args: afterPrefix(text, prefix[0]) };
    const within = contained[containedWords.longestWithin(folded)];
    return within === undefined ? undefined : { value: within[1], kind: 'contains', args: text };
  }

  return {
    match(source, { botUsername }) {
      const text = source.slice(0, MAX_MATCHED_CHARS).trim().normalize('NFC');
      if (text.startsWith('/')) {
        const command = matchCommand(text, botUsername);
        if (command === 'foreign') return undefined;
        if (command !== undefined) return command;
      }
      const found = matchWords(text) ?? findRegex(text);
      if (found !== undefined) return found;
      return any === undefined ? undefined : { value: any, kind: 'any', args: text };
    },
  };
}

function byKey<Value>(entries: readonly Entry<Value>[], kind: PatternKind): Map<string, Value> {
  const map = new Map<string, Value>();
  for (const { pattern, value } of entries) {
    if (pattern.kind === kind && !map.has(pattern.key)) map.set(pattern.key, value);
  }
  return map;
}

/** The rest of `text` after the folded prefix `key`, as the person wrote it. */
function afterPrefix(text: string, key: string): string {
  // Folding keeps most texts' lengths; where it does not («ß», «İ»), letters are folded one by one until the prefix is used up.
  if (fold(text.slice(0, key.length)) === key) return text.slice(key.length).trim();
  let folded = 0;
  let index = 0;
  for (const letter of text) {
    if (folded >= key.length) break;
    folded += fold(letter).length;
    index += letter.length;
  }
  return text.slice(index).trim();
}

/** The first expression that matches, in the handlers' order. */
function compileRegexes<Value>(entries: readonly Entry<Value>[]): (text: string) => Match<Value> | undefined {
  const compiled = entries.flatMap(({ pattern, value }) =>
    pattern.kind === 'regex' ? [{ regex: pattern.regex, source: pattern.key, value }] : [],
  );
  const candidatesOf = indexByWords(compiled.map(({ source }) => source));
  return (text) => {
    const found = candidatesOf(text)
      .map((index) => compiled[index])
      .find((candidate) => candidate?.regex.test(text));
    if (found === undefined) return undefined;
    const matcher = found.regex.matcher(text);
    if (!matcher.find()) return undefined;
    const groups: Record<string, string> = {};
    for (let group = 1; group <= found.regex.groupCount(); group++) groups[group] = matcher.group(group) ?? '';
    for (const name of Object.keys(found.regex.namedGroups())) groups[name] = matcher.group(name) ?? '';
    return { value: found.value, kind: 'regex', args: text, groups };
  };
}

/**
 * Which expressions are worth trying on a text: those whose own words stand in it, and those without any. One automaton
 * of all expressions (`RE2Set`) was tried: quick for texts it had seen, 39 ms for a new one among ten thousand
 * expressions, and hundreds for a few hostile ones. In order.
 */
function indexByWords(sources: readonly string[]): (text: string) => readonly number[] {
  const always: number[] = [];
  const byWord = new Map<string, number[]>();
  for (const [index, source] of sources.entries()) {
    const word = longestRequired(source);
    if (word === undefined) always.push(index);
    else appendTo(byWord, word, index);
  }
  const lists = [...byWord.values()];
  const words = createWordAutomaton([...byWord.keys()]);
  return (text) => {
    const found = [...words.allWithin(text)].flatMap((number) => lists[number] ?? []);
    return found.length === 0 ? always : [...always, ...found].toSorted((a, b) => a - b);
  };
}

function appendTo(lists: Map<string, number[]>, key: string, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** Its longest words as they are written; none where case does not count. */
function longestRequired(source: string): string | undefined {
  if (/^\(\?[a-zA-Z]*i/.test(source)) return undefined;
  const [longest] = requiredWords(source).toSorted((a, b) => b.words.length - a.words.length);
  return longest?.words;
}
