/**
 * The comments of a configuration file, kept apart from what it configures: a draft is edited entry by entry, and
 * what people wrote beside an entry should still stand there when the file is written again.
 */
import { isMap, isScalar, isSeq, Lexer, LineCounter, type Node, parseDocument as parseYaml } from 'yaml';
import { z } from 'zod';

/** Comments of one file together; far beyond what people write, and no more than a draft should carry. */
const MAX_COMMENTS = 50_000;
const commentLine = z.string().max(10_000);

/**
 * By place, such as `handlers/~1start/message/ru`: handlers are named by their pattern, callbacks by their data, so
 * that a comment follows its entry; `/` and `~` in a name are written `~1` and `~0`. The place `''` is the file's end.
 */
export const commentsSchema = z.record(
  z.string(),
  z.strictObject({
    /** The lines above, each with its `#`; an empty one is a blank line. */
    before: z.array(commentLine).exactOptional(),
    /** At the end of the line on which the place begins, with its `#`. */
    beside: commentLine.exactOptional(),
  }),
);
export type Comments = z.infer<typeof commentsSchema>;

const END = '';

interface Gathered {
  readonly before: string[];
  beside?: string;
  /** The line of the last of `before`. */
  last: number;
}

/** Every comment of a file that can be read, at the place it is about: the one on its line, or the next one below. */
export function readComments(source: string): Comments {
  const comments = commentsIn(source);
  if (comments.length === 0) return {};
  const lines = source.split('\n');
  const isBlank = (number: number) => (lines[number - 1] ?? '').trim() === '';
  const places = placesOf(source);
  const gathered = new Map<string, Gathered>();
  let next = 0;
  for (const { text, line, isAlone } of comments.slice(0, MAX_COMMENTS)) {
    while ((places[next]?.line ?? Number.POSITIVE_INFINITY) < line) next += 1;
    const below = places[next];
    // In a value of several lines there may be a comment on a line where no place begins.
    const place = isAlone || below?.line === line ? below : (places[next - 1] ?? below);
    const name = place?.name ?? END;
    const at = gathered.get(name) ?? { before: [], last: 0 };
    gathered.set(name, at);
    if (!isAlone && at.beside === undefined) {
      at.beside = text;
      continue;
    }
    if (at.before.length > 0 && isBlank(line - 1)) at.before.push('');
    at.before.push(text);
    at.last = line;
  }
  return Object.fromEntries(
    [...gathered].map(([name, { before, beside, last }]) => {
      if (before.length > 0 && name !== END && isBlank(last + 1)) before.push('');
      return [name, { ...(before.length > 0 ? { before } : {}), ...(beside === undefined ? {} : { beside }) }];
    }),
  );
}

/** Puts comments into a file that has none, each at its place; those whose place is gone are left out. */
export function writeComments(file: string, comments: Comments): string {
  if (Object.keys(comments).length === 0) return file;
  const lines = file.split('\n').slice(0, -1);
  const above = new Map<number, string[]>();
  const beside = new Map<number, string>();
  const seen = new Set<string>();
  for (const { name, line } of placesOf(file)) {
    const comment = comments[name];
    if (comment === undefined || seen.has(name)) continue;
    seen.add(name);
    const here = above.get(line) ?? [];
    above.set(line, here);
    here.push(...(comment.before ?? []));
    if (comment.beside === undefined) continue;
    // What was several lines may have become one.
    if (beside.has(line)) here.push(comment.beside);
    else beside.set(line, comment.beside);
  }
  const written: string[] = [];
  for (const [index, line] of lines.entries()) {
    const indent = /^ */.exec(line)?.[0] ?? '';
    for (const text of above.get(index + 1) ?? []) written.push(text === '' ? '' : `${indent}${text}`);
    const own = beside.get(index + 1);
    written.push(own === undefined ? line : `${line} ${own}`);
  }
  return [...written, ...(comments[END]?.before ?? []), ''].join('\n');
}

interface Comment {
  /** With its `#`. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** Whether nothing else is on its line. */
  readonly isAlone: boolean;
}

/** Stands before a scalar's text among the lexer's tokens, and takes no place in the source. */
const SCALAR = '\u001F';
const WITHOUT_LENGTH: ReadonlySet<string> = new Set(['\u0002', '\u0018', SCALAR]);

function commentsIn(source: string): Comment[] {
  const comments: Comment[] = [];
  let line = 1;
  let isAlone = true;
  let isText = false;
  for (const token of new Lexer().lex(source)) {
    if (token.startsWith('#') && !isText) comments.push({ text: token.trimEnd(), line, isAlone });
    isText = token === SCALAR;
    if (WITHOUT_LENGTH.has(token)) continue;
    for (let at = token.indexOf('\n'); at !== -1; at = token.indexOf('\n', at + 1)) line += 1;
    const rest = token.slice(token.lastIndexOf('\n') + 1);
    isAlone = (token.includes('\n') || isAlone) && rest.trim() === '';
  }
  return comments;
}

interface FilePlace {
  readonly name: string;
  /** From 1. */
  readonly line: number;
}

/** Every key and item of a file in its order, the outer before the inner ones that begin on the same line. */
function placesOf(source: string): readonly FilePlace[] {
  const counter = new LineCounter();
  const yaml = parseYaml(source, { lineCounter: counter, prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
  const places: FilePlace[] = [];
  const note = (name: string, node: unknown) => {
    const start = rangeStart(node);
    if (start !== undefined) places.push({ name, line: counter.linePos(start).line });
  };
  const walk = (node: unknown, path: string, depth: number): void => {
    if (isMap<Node, Node>(node)) {
      for (const { key, value } of node.items) {
        const name = join(path, isScalar(key) ? String(key.value) : String(key));
        note(name, key);
        walk(value, name, depth + 1);
      }
    } else if (isSeq<Node>(node)) {
      for (const [index, item] of node.items.entries()) {
        const name = join(path, depth === 1 ? (nameOf(item) ?? String(index)) : String(index));
        note(name, item);
        walk(item, name, depth + 1);
      }
    }
  };
  walk(yaml.contents, '', 0);
  return places;
}

function rangeStart(node: unknown): number | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) ? node.range?.[0] : undefined;
}

function join(path: string, part: string): string {
  const escaped = part.replaceAll('~', '~0').replaceAll('/', '~1');
  return path === '' ? escaped : `${path}/${escaped}`;
}

/** What a handler or callback is known by, wherever it stands. */
function nameOf(item: Node): string | undefined {
  if (!isMap(item)) return undefined;
  const name: unknown = item.get('pattern') ?? item.get('callback_data');
  return typeof name === 'string' ? name : undefined;
}
