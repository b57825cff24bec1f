/** A field before and after as texts that can stand side by side. */
import type { Difference, FieldValue } from '../../../api/configuration.ts';
import type { Language } from '../../../words/language.ts';
import type { ChangeWords } from './change-words.ts';
import { fieldName } from './describe-change.ts';
import { cellsOf } from './layout-changes.ts';
import { textIn } from '../../../words/text-in.ts';
import { textsOf } from './texts-of.ts';

export interface ComparedText {
  readonly title: string;
  /** Null where it was not there. */
  readonly before: string | null;
  readonly after: string | null;
}

const localizedFields: ReadonlySet<string> = new Set(['message', 'label', 'description', 'placeholder']);

/** Every field that is different; a text with translations once for each language in which it is. */
export function comparedTexts(
  { fields }: Difference,
  { words, language }: { readonly words: ChangeWords; readonly language: Language },
): readonly ComparedText[] {
  return fields.flatMap(({ field, before, after }) => {
    const title = fieldName(field, words);
    if (!localizedFields.has(field))
      return [{ title, before: shown(field, before, words, language), after: shown(field, after, words, language) }];
    const [old, made] = [textsOf(before), textsOf(after)];
    const languages = [...new Set([...old.keys(), ...made.keys()])].toSorted();
    const names: Readonly<Record<string, string>> = words.languages;
    return languages.flatMap((each) => {
      const [was, is] = [old.get(each) ?? null, made.get(each) ?? null];
      const inLanguage = each === '' ? title : `${title}, ${names[each] ?? each}`;
      return was === is ? [] : [{ title: inLanguage, before: was, after: is }];
    });
  });
}

function shown(field: string, value: FieldValue, words: ChangeWords, language: Language): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (field === 'layout')
    return cellsOf(value)
      .map((row) => rowText(row, language))
      .join('\n');
  if (field === 'ready_made_activities' && Array.isArray(value))
    return value.map((each) => textIn(each, language)).join('\n');
  return JSON.stringify(value, null, 2);
}

function rowText(row: ReturnType<typeof cellsOf>[number], language: Language): string {
  return row.map(({ label, does }) => `[ ${textIn(label, language)}${does === '' ? '' : ` → ${does}`} ]`).join(' ');
}
