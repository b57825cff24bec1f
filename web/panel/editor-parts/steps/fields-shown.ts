/** Which fields of an action are asked for at once, and which are there for who looks for them. */
import type { Argument } from './argument-schema.ts';
import { textOf, type Fields } from './step-words.ts';

/** What an answer must be decides what can be said of it. */
const byKind: Readonly<Record<string, readonly string[]>> = {
  text: ['min', 'max'],
  number: ['min', 'max', 'whole'],
  date: ['min', 'max'],
  choice: ['choices', 'columns'],
  phone: [],
  email: [],
};
const ofKinds = new Set(Object.values(byKind).flat());
const seldom = new Set([
  'on_failure',
  'wrong',
  'attempts',
  'give_up',
  'columns',
  'timeout',
  'retries',
  'key',
  'headers',
  'activity',
]);

export interface ShownFields {
  readonly first: readonly Argument[];
  readonly more: readonly Argument[];
}

/** What has a value is always shown. */
export function shownFields(all: readonly Argument[], fields: Fields): ShownFields {
  const kind = all.find(({ name }) => name === 'kind');
  const chosen = textOf(fields['kind'] ?? kind?.usual);
  const fitting = all.filter(({ name }) => {
    if (kind === undefined || !ofKinds.has(name) || fields[name] !== undefined) return true;
    return byKind[chosen]?.includes(name) ?? true;
  });
  const isFirst = ({ name, isRequired }: Argument) => isRequired || fields[name] !== undefined || !seldom.has(name);
  return { first: fitting.filter(isFirst), more: fitting.filter((each) => !isFirst(each)) };
}
