/** `{{ session.active | duration }}` taken apart, where it is as simple as a form can show. */
import type { ValueWords } from '../configuration.ts';

export interface ValueExpression {
  readonly name: string;
  /** With its arguments, as in `truncate: 6, "…"`. */
  readonly filters: readonly string[];
}

/** @returns null for what is more than a name with filters, and is changed as source */
export function readExpression(source: string): ValueExpression | null {
  const [, name, tail = ''] = /^\{\{\s*([\p{L}_][\p{L}\p{N}_.-]*)\s*((?:\|[^|]*)*?)\s*\}\}$/u.exec(source) ?? [];
  if (name === undefined) return null;
  // A stroke inside quotation marks divides nothing.
  if ([...tail.matchAll(/"[^"]*"|'[^']*'/g)].some(([quoted]) => quoted.includes('|'))) return null;
  const filters = tail
    .split('|')
    .slice(1)
    .map((filter) => filter.trim());
  return filters.includes('') ? null : { name, filters };
}

export function writeExpression({ name, filters }: ValueExpression): string {
  return `{{ ${[name, ...filters].join(' | ')} }}`;
}

const usualFilters: Partial<Readonly<Record<ValueWords['type'], string>>> = {
  seconds: 'duration',
  moment: 'moment',
  day: 'date',
  days: 'date',
};

/** A value as people read it: seconds in words, a moment as a time. */
export function usualExpression({ name, type }: ValueWords): string {
  const filter = usualFilters[type];
  return writeExpression({ name, filters: filter === undefined ? [] : [filter] });
}
