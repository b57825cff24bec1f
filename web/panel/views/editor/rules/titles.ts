/** What an entry is called in the list: by what people see of it. */
import type { DraftEntry, FieldValue } from '../../../api/configuration.ts';
import type { Language } from '../../../words/language.ts';
import { textIn } from '../../../words/text-in.ts';
import { nameOf } from '../workbench/entry.ts';
import { actionName, isFields, plainText, rowsOf, stepsOf } from './texts.ts';

export interface TitleWords {
  readonly link: (payload: string) => string;
  readonly begins: (words: string) => string;
  readonly contains: (words: string) => string;
  readonly regex: (source: string) => string;
  readonly anything: string;
  readonly noText: string;
  readonly noButtons: string;
}

export interface Title {
  readonly title: string;
  /** Its name, where the title is something else. */
  readonly about: string;
}

export interface Spoken {
  readonly language: Language;
  readonly words: TitleWords;
  /** What people call an action, by its name. */
  readonly actionTitle: (name: string) => string;
}

export function titleOf(entry: DraftEntry, spoken: Spoken): Title {
  const { language, words } = spoken;
  const { kind, content } = entry;
  const name = nameOf(entry);
  const text = firstLine(textIn(content['message'], language));
  switch (kind) {
    case 'handler':
      return { title: patternTitle(name, words), about: text === '' ? deedOf(content, spoken) : text };
    case 'callback': {
      const title = text || deedOf(content, spoken) || name;
      return { title, about: title === name ? '' : name };
    }
    case 'keyboard': {
      const labels = rowsOf(content)
        .flat()
        .map((cell) => labelOf(cell, language));
      return { title: name, about: labels.length === 0 ? words.noButtons : labels.join(' · ') };
    }
    case 'button':
      return { title: labelOf(content, language), about: name };
    default:
      return kind satisfies never;
  }
}

/** A pattern as people would say it. */
export function patternTitle(pattern: string, words: TitleWords): string {
  if (pattern === '*') return words.anything;
  if (pattern.startsWith('/start=')) return words.link(pattern.slice('/start='.length));
  if (pattern.startsWith('re:')) return words.regex(pattern.slice(3));
  const [, first = '', middle = '', last = ''] = /^(\*?)([^]*?)(?<!\\)(\*?)$/.exec(pattern) ?? [];
  const plain = middle.replaceAll(/\\(.)/g, '$1');
  if (first !== '' && last !== '') return words.contains(plain);
  return last === '' ? first + plain : words.begins(plain);
}

export function labelOf(cell: FieldValue, language: Language): string {
  return isFields(cell) ? plainText(textIn(cell['label'], language)) : typeof cell === 'string' ? cell : '';
}

/** What an entry without a text of its own does: `→ welcome`, or the title of its first action. */
function deedOf({ action }: DraftEntry['content'], { actionTitle }: Spoken): string {
  const steps = stepsOf(action);
  const [target] = steps.flatMap((step) => /^goto (\S+)/.exec(typeof step === 'string' ? step : '')?.[1] ?? []);
  if (target !== undefined) return `→ ${target}`;
  const [first] = steps;
  const name = first === undefined ? '' : actionName(first);
  return name === '' ? '' : actionTitle(name);
}

function firstLine(html: string): string {
  return (
    plainText(html)
      .split('\n')
      .map((line) => line.trim())
      .find((line) => line !== '' && line !== '…') ?? ''
  );
}
