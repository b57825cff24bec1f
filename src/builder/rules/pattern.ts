/**
 * The pattern language: one string that says which texts a handler answers.
 *
 *     /start=payload   a deep link          words*    a text that begins so
 *     /name            a command            *words*   a text that contains it
 *     words            the whole text       re:…      a regular expression (RE2 syntax)
 *     *                anything else        \*        a special sign as it is
 *
 * Words are compared in Unicode NFC, case folded.
 */
import { RE2JS, RE2JSException } from 're2js';

export type PatternKind = 'deep_link' | 'command' | 'exact' | 'prefix' | 'contains' | 'regex' | 'any';

/** `key` is what is compared: two patterns of one kind with one key answer the same texts. */
export type Pattern =
  | { readonly kind: Exclude<PatternKind, 'regex'>; readonly key: string }
  | { readonly kind: 'regex'; readonly key: string; readonly regex: RE2JS };

/** Why a pattern is refused; `detail` is the regular expression engine's own word. */
export type PatternFault = 'command' | 'payload' | 'empty' | 'leading_star' | 'regex';
export type ParsedPattern =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly fault: PatternFault; readonly detail: string };

/** Instructions of one compiled expression: what a letter of a text costs at worst, some 20 ns each. */
const MAX_REGEX_PROGRAM = 2000;

/** Letters with one small and one capital form each, and no accents that could stand apart. */
const PLAIN = /^[\x20-\x7eА-Яа-яЁё]*$/;

/**
 * Two texts that differ only in case or composition fold to the same string.
 * JavaScript has no case folding; down, up and down again equals it for what people type:
 * «ẞ» and «ß» become «ss», the Kelvin sign «k», and the final sigma is evened out afterwards.
 */
export function fold(text: string): string {
  // What people mostly type and every button says; the long way takes ten times as long.
  if (PLAIN.test(text)) return text.toLowerCase();
  const nfc = text.normalize('NFC');
  const lower = nfc.toLowerCase();
  return lower.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}

export function parsePattern(source: string): ParsedPattern {
  if (source === '*') return accept({ kind: 'any', key: '' });
  if (source.startsWith('re:')) return parseRegex(source.slice(3));
  if (source.startsWith('/')) return parseCommand(source);
  return parseWords(source);
}

function accept(pattern: Pattern): ParsedPattern {
  return { ok: true, pattern };
}

function refuse(fault: PatternFault, detail = ''): ParsedPattern {
  return { ok: false, fault, detail };
}

function parseRegex(source: string): ParsedPattern {
  if (source === '') return refuse('empty');
  try {
    const regex = RE2JS.compile(source);
    if (regex.programSize() > MAX_REGEX_PROGRAM) return refuse('regex', 'expression too large');
    return accept({ kind: 'regex', key: source, regex });
  } catch (error) {
    if (error instanceof RE2JSException) return refuse('regex', error.message);
    throw error;
  }
}

function parseCommand(source: string): ParsedPattern {
  const [, name = '', equals, payload = ''] = /^\/([\p{L}\p{N}_]{1,32})(=)?(.*)$/su.exec(source) ?? [];
  if (name === '' || (equals === undefined && payload !== '')) return refuse('command');
  if (equals === undefined) return accept({ kind: 'command', key: fold(name) });
  if (fold(name) !== 'start') return refuse('command');
  // What Telegram lets a link carry; its case counts.
  return /^[A-Za-z0-9_-]{1,64}$/.test(payload) ? accept({ kind: 'deep_link', key: payload }) : refuse('payload');
}

function parseWords(source: string): ParsedPattern {
  const { chars, escaped } = unescape(source);
  const starAt = (index: number) => chars[index] === '*' && escaped[index] === false;
  const opens = starAt(0);
  const closes = chars.length > 1 && starAt(chars.length - 1);
  if (opens && !closes) return refuse('leading_star');
  const words = chars.slice(opens ? 1 : 0, closes ? -1 : undefined).join('');
  const key = fold(closes ? words.trimStart() : words.trim());
  if (key.trim() === '') return refuse('empty');
  if (opens) return accept({ kind: 'contains', key: fold(words) });
  return accept({ kind: closes ? 'prefix' : 'exact', key });
}

/** A backslash takes a special sign as it is; before any other character it is an ordinary character itself. */
function unescape(source: string): { chars: string[]; escaped: boolean[] } {
  const chars: string[] = [];
  const escaped: boolean[] = [];
  const points = Array.from(source);
  for (let index = 0; index < points.length; index++) {
    const next = points[index + 1] ?? '';
    const special = '\\*/=:'.includes(next) || (index === 0 && points.slice(1, 4).join('') === 're:');
    const takes = points[index] === '\\' && next !== '' && special;
    if (takes) index++;
    chars.push(points[index] ?? '');
    escaped.push(takes);
  }
  return { chars, escaped };
}
