/** What a field says, for somebody who has to choose between two of it. */
import type { FieldValue } from '../../../api/configuration.ts';
import { languages, type Language } from '../../../words/language.ts';
import { labelOf } from './titles.ts';
import { isFields, rowsOf } from './texts.ts';

interface Reader {
  readonly language: Language;
  /** “In English”. */
  readonly inLanguage: Readonly<Record<Language, string>>;
}

/**
 * @param other what it is held against; languages that say the same there are left out.
 * @returns lines in words; as it is written where words would tell no difference.
 */
export function clashLines(value: FieldValue, other: FieldValue, reader: Reader): readonly string[] {
  const [lines, others] = [linesOf(value, other, reader), linesOf(other, value, reader)];
  return lines.join('\n') === others.join('\n') ? [asWritten(value)] : lines;
}

function linesOf(value: FieldValue, other: FieldValue, { language, inLanguage }: Reader): readonly string[] {
  if (Array.isArray(value) && value.every(Array.isArray)) {
    const rows = rowsOf({ layout: value });
    return rows.map((row) => row.map((cell) => labelOf(cell, language)).join(' · '));
  }
  if (Array.isArray(value)) return value.map(asWritten);
  if (!isTexts(value)) return [asWritten(value)];
  const compared = isTexts(other) ? other : {};
  return languages
    .filter((one) => value[one] !== compared[one])
    .map((one) => `${inLanguage[one]}: ${asWritten(value[one] ?? '')}`);
}

function isTexts(value: FieldValue): value is { readonly [language: string]: FieldValue } {
  return isFields(value) && Object.keys(value).every((key) => languages.some((language) => language === key));
}

const asWritten = (value: FieldValue): string => (typeof value === 'string' ? value : JSON.stringify(value));
