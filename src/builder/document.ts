/** Configuration documents as YAML: read with a place for every problem, written in one stable order. */
import {
  type Document,
  isMap,
  isNode,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument as parseYaml,
  visit,
  type YAMLMap,
} from 'yaml';
import { MAX_DOCUMENT_CHARS, MAX_DOCUMENT_VALUES } from './rules/limits.ts';
import { limitProblems, type Path, problem, type Problem } from './rules/problems.ts';
import { type ConfigDocument, documentSchema } from './schema.ts';
import { shape, shapeProblems } from './shape-problems.ts';

export { formatDocument } from './format-document.ts';

export interface Place {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export type ParsedDocument =
  | {
      readonly ok: true;
      readonly document: ConfigDocument;
      /** Adds line and column to problems that a later check found, such as `compile`. */
      locate(problems: readonly Problem[]): readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads a document from YAML or JSON. Never throws, whatever is in it. */
export function parseDocument(source: string): ParsedDocument {
  if (source.length > MAX_DOCUMENT_CHARS) return { ok: false, problems: [problem('too_large', [])] };
  try {
    return parse(source);
  } catch (error) {
    // The parser recurses: what is nested thousands deep ends its stack.
    if (error instanceof RangeError) return { ok: false, problems: [shape([], 'too_deep')] };
    throw error;
  }
}

function parse(source: string): ParsedDocument {
  const lines = new LineCounter();
  // The library compares keys pairwise, which takes minutes for a hostile file: `refusedNodes` does it instead.
  const yaml = parseYaml(source, { lineCounter: lines, prettyErrors: false, stringKeys: true, uniqueKeys: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const broken = [...yaml.errors, ...yaml.warnings].map((error) =>
    placed(problem('yaml', [], { detail: error.message }), placeAt(error.pos[0])),
  );
  if (yaml.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION'))
    return { ok: false, problems: [shape([], 'too_deep')] };
  if (broken.length > 0) return { ok: false, problems: limitProblems(broken) };
  const refused = refusedNodes(yaml).map(({ why, offset }) => placed(shape([], why), placeAt(offset)));
  if (refused.length > 0) return { ok: false, problems: limitProblems(refused) };

  const locate = (problems: readonly Problem[]) => {
    const offsetOf = createLocator(yaml);
    return problems.map((each) => placed(each, placeAt(offsetOf(each.path))));
  };
  const checked = checkDocument(yaml.toJS());
  return checked.ok ? { ...checked, locate } : { ok: false, problems: locate(checked.problems) };
}

/** A document that came as data, such as JSON. */
export function checkDocument(
  data: unknown,
): { ok: true; document: ConfigDocument } | { ok: false; problems: readonly Problem[] } {
  // Each takes a while to be told what is wrong with it, and nobody else is answered meanwhile.
  if (!hasAtMost(MAX_DOCUMENT_VALUES, data)) return { ok: false, problems: [shape([], 'too_many_entries')] };
  const parsed = documentSchema.safeParse(data);
  if (parsed.success) return { ok: true, document: parsed.data };
  return { ok: false, problems: shapeProblems(data) };
}

/** Whether there are at most so many values, those within others included. */
function hasAtMost(most: number, data: unknown): boolean {
  const waiting = [data];
  let count = 0;
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const within: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    count += within.length;
    if (count > most) return false;
    for (const inner of within) if (typeof inner === 'object' && inner !== null) waiting.push(inner);
  }
  return true;
}

function placed(found: Problem, place: Place): Problem {
  return { ...found, ...place };
}

/** Keys that are there twice, and aliases: `buttons` are there to share, and a few aliases of aliases make a billion nodes. */
function refusedNodes(yaml: Document): { why: 'duplicate_key' | 'alias'; offset: number }[] {
  const refused: { why: 'duplicate_key' | 'alias'; offset: number }[] = [];
  visit(yaml, {
    Alias(_key, alias) {
      refused.push({ why: 'alias', offset: startOf(alias) ?? 0 });
    },
    Map(_key, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const name = String(key);
        if (seen.has(name)) refused.push({ why: 'duplicate_key', offset: startOf(key) ?? 0 });
        seen.add(name);
      }
    },
  });
  return refused;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** Where the deepest part of a path begins that the file has; a map's entry begins at its key. */
function createLocator(yaml: Document): (path: Path) => number {
  // Looked up for each problem of a file, of which there may be thousands in one map.
  const indexes = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  const entriesOf = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const known = indexes.get(map) ?? new Map(map.items.map((pair) => [String(pair.key), pair]));
    indexes.set(map, known);
    return known;
  };
  return (path) => {
    let node: unknown = yaml.contents;
    let offset = startOf(node) ?? 0;
    for (const part of path) {
      if (isMap(node)) {
        const pair = entriesOf(node).get(String(part));
        if (pair === undefined) break;
        node = pair.value;
        offset = startOf(pair.key) ?? offset;
      } else if (isSeq(node) && typeof part === 'number') {
        node = node.items[part];
        offset = startOf(node) ?? offset;
      } else break;
    }
    return offset;
  };
}
