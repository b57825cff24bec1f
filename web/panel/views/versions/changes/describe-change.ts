/** A difference in sentences, for people who think of buttons and screens. */
import type { Difference, FieldValue } from '../../../api/configuration.ts';
import type { Language } from '../../../words/language.ts';
import type { ChangeWords } from './change-words.ts';
import { layoutChanges, type LayoutChange } from './layout-changes.ts';
import { textIn } from '../../../words/text-in.ts';
import { textsOf } from './texts-of.ts';

interface Spoken {
  readonly words: ChangeWords;
  readonly language: Language;
}

type Field = Difference['fields'][number];

/** What the entry is, as people know it. @param name a pattern, what a callback is called, the id of the others */
export function titleOf({ kind, name }: Pick<Difference, 'kind' | 'name'>, words: ChangeWords): string {
  switch (kind) {
    case 'header':
      return words.header;
    case 'callback':
      return words.screen(name);
    case 'keyboard':
      return words.keyboard(name);
    case 'button':
      return words.button(name);
    default:
      return patternTitle(name, words);
  }
}

function patternTitle(pattern: string, words: ChangeWords): string {
  if (pattern === '*') return words.anything;
  if (pattern.startsWith('/start=')) return words.link(pattern.slice('/start='.length));
  if (pattern.startsWith('/')) return words.command(pattern);
  if (pattern.startsWith('re:')) return words.expression(pattern.slice('re:'.length));
  if (/^\*.+[^\\]\*$/.test(pattern)) return words.contains(pattern.slice(1, -1));
  if (/[^\\]\*$/.test(pattern)) return words.begins(pattern.slice(0, -1));
  return words.words(pattern);
}

/** One sentence per thing that is different; of what was added or deleted as a whole nothing more is to be said. */
export function sentencesOf({ change, moved, fields }: Difference, spoken: Spoken): readonly string[] {
  if (change === 'added' || change === 'removed') return [];
  const isPlaced = moved || change === 'moved';
  return [
    ...fields.flatMap((field) => fieldSentences(field, spoken)),
    ...(isPlaced ? [spoken.words.movedSentence] : []),
  ];
}

function fieldSentences({ field, before, after }: Field, { words, language }: Spoken): readonly string[] {
  switch (field) {
    case 'pattern':
    case 'callback_data':
      return [words.renamed(named(before), named(after))];
    case 'message':
      return [messageSentence(before, after, words)];
    case 'photo_url':
      return [before === null ? words.photoAdded : after === null ? words.photoRemoved : words.photoChanged];
    case 'action':
      return [words.actionChanged];
    case 'keyboard_id':
      if (before === null) return [words.keyboardAdded(named(after))];
      return [
        after === null ? words.keyboardRemoved(named(before)) : words.keyboardChanged(named(before), named(after)),
      ];
    case 'enabled':
      return [after === false ? words.switchedOff : words.switchedOn];
    case 'description':
      return [words.descriptionChanged];
    case 'handler_id':
      return [words.ownerChanged];
    case 'label':
      return [words.buttonRenamed(textIn(before, language), textIn(after, language))];
    case 'layout':
      return layoutChanges(before, after, (label) => textIn(label, language)).map((one) => layoutSentence(one, words));
    default:
      return [words.otherField(fieldName(field, words))];
  }
}

function named(value: FieldValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function messageSentence(before: FieldValue, after: FieldValue, words: ChangeWords): string {
  if (before === null) return words.textAdded;
  if (after === null) return words.textRemoved;
  const [old, made] = [textsOf(before), textsOf(after)];
  const changed = [...new Set([...old.keys(), ...made.keys()])].filter((each) => old.get(each) !== made.get(each));
  const isByLanguage = old.size > 1 && made.size > 1 && changed.length < made.size;
  if (!isByLanguage) return words.textChanged;
  const names: Readonly<Record<string, string>> = words.languages;
  return words.textChangedIn(changed.map((each) => names[each] ?? each).join(', '));
}

function layoutSentence(change: LayoutChange, words: ChangeWords): string {
  switch (change.type) {
    case 'added':
      return words.buttonAdded(change.label);
    case 'removed':
      return words.buttonRemoved(change.label);
    case 'renamed':
      return words.buttonRenamed(change.label, change.to);
    case 'redirected':
      return words.buttonRedirected(change.label, change.to);
    case 'changed':
      return words.buttonChanged(change.label);
    default:
      return words.buttonsArranged;
  }
}

/** A field of an entry as people know it. */
export function fieldName(field: string, words: ChangeWords): string {
  const names: Readonly<Record<string, string>> = words.fields;
  return names[field] ?? field;
}
