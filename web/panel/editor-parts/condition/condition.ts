/** A condition as in `{% if … %}`, taken apart for a form where it is as simple as one. */

export const operators = ['there', '==', '!=', '>', '<', '>=', '<=', 'contains'] as const;
export type Operator = (typeof operators)[number];

export interface Comparison {
  readonly left: string;
  readonly operator: Operator;
  /** As it is written: a number, a name, or a text in quotation marks; empty where nothing is compared. */
  readonly right: string;
}

export interface Condition {
  readonly joint: 'and' | 'or';
  readonly comparisons: readonly Comparison[];
}

const operand = String.raw`(?:"[^"]*"|'[^']*'|[\p{L}\p{N}_.-]+)`;
const comparison = new RegExp(String.raw`^(${operand})(?:\s*(==|!=|>=|<=|>|<)\s*|\s+(contains)\s+)(${operand})$`, 'u');
const single = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
const joints = /("[^"]*"|'[^']*')|\s+(and|or)\s+/g;

/** @returns null for what a form cannot show: both joints at once, filters, brackets */
export function readCondition(source: string): Condition | null {
  const parts: string[] = [];
  const found = new Set<'and' | 'or'>();
  let begin = 0;
  for (const match of source.matchAll(joints)) {
    const [whole, , joint] = match;
    if (joint === undefined) continue;
    found.add(joint === 'or' ? 'or' : 'and');
    parts.push(source.slice(begin, match.index));
    begin = match.index + whole.length;
  }
  parts.push(source.slice(begin));
  const comparisons = parts.map((part) => readComparison(part.trim()));
  const isWhole = comparisons.every((each) => each !== null);
  return isWhole && found.size <= 1 ? { joint: found.has('or') ? 'or' : 'and', comparisons } : null;
}

function readComparison(part: string): Comparison | null {
  if (single.test(part) && !['and', 'or', 'not', 'contains'].includes(part))
    return { left: part, operator: 'there', right: '' };
  const [, left, sign, contains, right] = comparison.exec(part) ?? [];
  if (left === undefined || right === undefined) return null;
  const operator = operators.find((each) => each === (sign ?? contains));
  return operator === undefined ? null : { left, operator, right };
}

export function writeCondition({ joint, comparisons }: Condition): string {
  return comparisons
    .map(({ left, operator, right }) => (operator === 'there' ? left : `${left} ${operator} ${right}`))
    .join(` ${joint} `);
}

/** What a person types beside an operator: without its quotation marks. */
export function shownOperand(right: string): string {
  return /^(["']).*\1$/s.test(right) ? right.slice(1, -1) : right;
}

/** A number, a constant or a known name as it is, anything else as a text. */
export function operandOf(typed: string, names: readonly string[]): string {
  const text = typed.trim();
  if (/^-?\d+(\.\d+)?$/.test(text) || ['true', 'false', 'nil', 'null', 'empty', 'blank'].includes(text)) return text;
  if (names.includes(text) || /^vars\.[a-z][a-z0-9_]*$/.test(text)) return text;
  return text.includes('"') ? `'${text.replaceAll("'", '')}'` : `"${text}"`;
}

/** What a button's `when` says: `{% if session %}yes{% endif %}`. */
export interface When {
  readonly isNegated: boolean;
  readonly condition: string;
}

/** @returns null for a template that says more than one condition */
export function readWhen(source: string): When | null {
  const [, word, condition, end] =
    /^\{%-?\s*(if|unless)\s+((?:(?!%\}).)+?)\s*-?%\}[^{}]+\{%-?\s*end(if|unless)\s*-?%\}$/.exec(source.trim()) ?? [];
  if (word === undefined || condition === undefined || word !== end) return null;
  return { isNegated: word === 'unless', condition };
}

export function writeWhen({ isNegated, condition }: When): string {
  const word = isNegated ? 'unless' : 'if';
  return `{% ${word} ${condition} %}yes{% end${word} %}`;
}
