/** Words that stand in every text that a regular expression finds, as far as its source tells without understanding it all. */
export interface RequiredWords {
  readonly words: string;
  /** Whether the text begins with them. */
  readonly isStart: boolean;
  /** Whether the text ends with them. */
  readonly isEnd: boolean;
}

/** Runs of plain characters outside groups and classes; none where the expression is a choice. */
export function requiredWords(source: string): readonly RequiredWords[] {
  // Flags before everything change how characters are compared, which folding does away with, or what «^» means.
  const flags = /^\(\?([imsU]*)\)/.exec(source);
  const isMultiline = flags?.[1]?.includes('m') === true;
  const found: RequiredWords[] = [];
  let words = '';
  let isStart = false;
  let at = flags?.[0].length ?? 0;
  const begins = at;
  const end = (isEnd: boolean) => {
    if (words.trim() !== '') found.push({ words, isStart, isEnd });
    words = '';
    isStart = false;
  };
  while (at < source.length) {
    const sign = source.charAt(at);
    if (sign === '|') return [];
    if (sign === '(' || sign === '[') {
      end(false);
      at = afterGroup(source, at);
    } else if (sign === '^' && at === begins && !isMultiline) {
      isStart = true;
      at += 1;
    } else if (sign === '$' && at === source.length - 1 && !isMultiline) {
      end(true);
      at += 1;
    } else if ('?*{'.includes(sign)) {
      // The character before may not be there at all.
      words = words.replace(/.$/su, '');
      end(false);
      at = sign === '{' ? source.indexOf('}', at) + 1 || source.length : at + 1;
    } else if ('.+^$'.includes(sign)) {
      end(false);
      at += 1;
    } else if (sign === '\\') {
      const next = source.charAt(at + 1);
      // An escaped sign is itself; an escaped letter or digit is a class or a place.
      if (/[\p{L}\p{N}]/u.test(next) || next === '') return found;
      words += next;
      at += 2;
    } else {
      const letter = String.fromCodePoint(source.codePointAt(at) ?? 0);
      words += letter;
      at += letter.length;
    }
  }
  end(false);
  return found;
}

/** Where what opens at `start` is closed. */
function afterGroup(source: string, start: number): number {
  let depth = 0;
  let inClass = false;
  for (let at = start; at < source.length; at++) {
    const sign = source.charAt(at);
    if (sign === '\\') at += 1;
    else if (inClass) inClass = sign !== ']' || source.charAt(at - 1) === '[';
    else if (sign === '[') inClass = true;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    if (depth === 0 && !inClass) return at + 1;
  }
  return source.length;
}
