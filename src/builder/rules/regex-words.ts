/** Words that stand in every text that a regular expression finds, as far as its source tells without understanding it all. */
export interface RequiredWords {
  readonly words: string;
  /** Whether the text begins with them. */
  readonly isStart: boolean;
  /** Whether the text ends with them. */
  readonly isEnd: boolean;
}

/** Whole forms in which a sign means something else than it looks like: then nothing is said. */
const OBSCURE = /\[\^?\]|\[:|\\(?![dDwWsSbBAzpP])[\p{L}\p{N}]|\(\?[a-zA-Z-]+\)|(?<!\\|\\[pP])\{(?!\d+(?:,\d*)?\})/u;
/** One part of an expression: an escape, a class, a count, or a sign. */
const PART = /\\[pP]\{[^}]*\}|\\[pP].|\\.|\[(?:\\.|[^\]\\])*\]|\{\d+(?:,\d*)?\}|./suy;

/**
 * Runs of plain characters outside groups and classes; none where the expression is a choice. Case counts in them;
 * whether it counts in the expression is its flags' matter.
 */
export function requiredWords(source: string): readonly RequiredWords[] {
  const flags = /^\(\?[a-zA-Z]+\)/.exec(source)?.[0] ?? '';
  const body = source.slice(flags.length);
  if (OBSCURE.test(body)) return [];
  const isMultiline = flags.includes('m');
  const found: RequiredWords[] = [];
  let words = '';
  let isStart = false;
  let depth = 0;
  const end = (isEnd: boolean) => {
    if (words.trim() !== '') found.push({ words, isStart, isEnd });
    words = '';
    isStart = false;
  };
  for (const { part, isFirst, isLast } of partsOf(body)) {
    if (part === '(') depth += 1;
    if (depth > 0) {
      end(false);
      if (part === ')') depth -= 1;
    } else if (part === '|') return [];
    else if (part === '^' && isFirst && !isMultiline) isStart = true;
    else if (part === '$' && isLast && !isMultiline) end(true);
    else if (/^[?*]$|^\{\d/.test(part)) {
      // The character before may not be there at all.
      words = words.replace(/.$/su, '');
      end(false);
    } else if (/^[.+^$]$|^\[.|^\\[a-zA-Z]/s.test(part)) end(false);
    else words += part.length > 1 && part.startsWith('\\') ? part.slice(1) : part;
  }
  end(false);
  return found;
}

function partsOf(source: string): { part: string; isFirst: boolean; isLast: boolean }[] {
  const parts: { part: string; isFirst: boolean; isLast: boolean }[] = [];
  PART.lastIndex = 0;
  for (let at = 0; at < source.length; at = PART.lastIndex) {
    const [part = ''] = PART.exec(source) ?? [];
    if (part === '') break;
    parts.push({ part, isFirst: at === 0, isLast: PART.lastIndex === source.length });
  }
  return parts;
}
