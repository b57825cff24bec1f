/** The list on the left: which entries, in which groups, with which marks. */
import type { CheckProblem, DraftEntry, EntryKind } from '../../../api/configuration.ts';
import { keyOf, nameOf } from '../workbench/entry.ts';
import { isFound, wordsOf } from './search.ts';
import type { Title } from './titles.ts';

export const kinds = ['handler', 'callback', 'keyboard', 'button'] as const satisfies readonly EntryKind[];

export const filters = ['changed', 'problems', 'disabled'] as const;
export type Filter = (typeof filters)[number];

export interface Tally {
  readonly errors: number;
  readonly warnings: number;
}

/** How many problems each entry has, by key. */
export function tallies(problems: readonly CheckProblem[]): ReadonlyMap<string, Tally> {
  const found = new Map<string, Tally>();
  for (const { entry, severity } of problems) {
    if (entry === null) continue;
    const { errors, warnings } = found.get(keyOf(entry)) ?? { errors: 0, warnings: 0 };
    const isError = severity === 'error';
    found.set(keyOf(entry), { errors: errors + (isError ? 1 : 0), warnings: warnings + (isError ? 0 : 1) });
  }
  return found;
}

interface Listing {
  readonly query: string;
  readonly filter: Filter | null;
  readonly changed: ReadonlySet<string>;
  readonly tally: ReadonlyMap<string, Tally>;
  readonly titleOf: (entry: DraftEntry) => Title;
}

export function listed(
  entries: readonly DraftEntry[],
  { query, filter, changed, tally, titleOf }: Listing,
): readonly DraftEntry[] {
  const words = wordsOf(query);
  const passes: Readonly<Record<Filter, (entry: DraftEntry) => boolean>> = {
    changed: (entry) => changed.has(keyOf(entry)),
    problems: (entry) => tally.has(keyOf(entry)),
    disabled: ({ content }) => content['enabled'] === false,
  };
  return entries.filter((entry) => (filter === null || passes[filter](entry)) && isFound(entry, words, titleOf));
}

export interface Family {
  /** What their names begin with; empty for those that stand alone. */
  readonly name: string;
  readonly members: readonly DraftEntry[];
}

/** Screens with one beginning of their name (`stats`, `stats.period`) together, in the order of the first of each. */
export function familiesOf(entries: readonly DraftEntry[]): readonly Family[] {
  const families = new Map<string, DraftEntry[]>();
  for (const entry of entries) {
    const [name = ''] = nameOf(entry).split('.');
    const members = families.get(name);
    if (members === undefined) families.set(name, [entry]);
    else members.push(entry);
  }
  const alone = [...families.values()].filter(({ length }) => length === 1).flat();
  const together = [...families].filter(([, { length }]) => length > 1).map(([name, members]) => ({ name, members }));
  return [...(alone.length === 0 ? [] : [{ name: '', members: alone }]), ...together];
}
