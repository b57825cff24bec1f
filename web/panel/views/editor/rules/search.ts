/** Finding: entries of the list by what is in them, and texts to replace. */
import type { Content, DraftEntry, FieldValue } from '../../../api/configuration.ts';
import { isFields } from './texts.ts';
import type { Title } from './titles.ts';

/** Whether every word that is looked for stands somewhere in the entry or in its title, in capitals or not. */
export function isFound(entry: DraftEntry, words: readonly string[], titleOf: (entry: DraftEntry) => Title): boolean {
  if (words.length === 0) return true;
  const within = `${entry.id}\n${stringsIn(entry.content).join('\n')}`.toLowerCase();
  const missing = words.filter((word) => !within.includes(word));
  if (missing.length === 0) return true;
  // Without a text of its own it is shown as what it does, which is written in no entry.
  const { title, about } = titleOf(entry);
  const shown = `${title}\n${about}`.toLowerCase();
  return missing.every((word) => shown.includes(word));
}

export function wordsOf(query: string): readonly string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

/** A place where a text was found. */
export interface Hit {
  readonly entry: DraftEntry;
  readonly field: string;
  /** The text with what is around it. */
  readonly before: string;
  readonly found: string;
  readonly after: string;
}

export interface Sought {
  readonly text: string;
  readonly isExact: boolean;
}

/** Characters around a hit that are shown. */
const around = 32;

/** Every place in all texts, labels, names and steps. */
export function hitsIn(entries: readonly DraftEntry[], sought: Sought): readonly Hit[] {
  if (sought.text === '') return [];
  return entries.flatMap((entry) =>
    Object.entries(entry.content).flatMap(([field, value]) =>
      stringsIn(value).flatMap((text) =>
        [...text.matchAll(patternOf(sought))].map(({ 0: found, index }) => ({
          entry,
          field,
          before: text.slice(Math.max(0, index - around), index),
          found,
          after: text.slice(index + found.length, index + found.length + around),
        })),
      ),
    ),
  );
}

/** The fields of an entry that become others. @param fields those in which it is replaced */
export function replacedIn(
  content: Content,
  fields: ReadonlySet<string>,
  sought: Sought,
  replacement: string,
): { readonly before: Content; readonly after: Content } {
  const before: Record<string, FieldValue> = {};
  const after: Record<string, FieldValue> = {};
  for (const field of fields) {
    const value = content[field];
    if (value === undefined) continue;
    const replaced = replaceIn(value, (text) => text.replaceAll(patternOf(sought), () => replacement));
    if (replaced === value) continue;
    before[field] = value;
    after[field] = replaced;
  }
  return { before, after };
}

function patternOf({ text, isExact }: Sought): RegExp {
  return new RegExp(RegExp.escape(text), isExact ? 'gu' : 'giu');
}

function stringsIn(value: FieldValue | Content): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  return isFields(value) ? Object.values(value).flatMap(stringsIn) : [];
}

/** The very same value where nothing in it is replaced. */
function replaceIn(value: FieldValue, replace: (text: string) => string): FieldValue {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => replaceIn(item, replace));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isFields(value)) return value;
  const fields = Object.entries(value).map(([key, item]): [string, FieldValue] => [key, replaceIn(item, replace)]);
  return fields.some(([key, item]) => item !== value[key]) ? Object.fromEntries(fields) : value;
}
