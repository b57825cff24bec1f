/** A value deep within an entry, as the pointers of problems name it. */
import type { CheckProblem, Content, FieldValue } from '../../../api/configuration.ts';
import { isFields } from './texts.ts';

/** Behind the section and the entry: `/callbacks/3/message/ru` is `['message', 'ru']`. */
export function placeOf({ pointer }: Pick<CheckProblem, 'pointer'>): readonly string[] {
  return pointer
    .split('/')
    .slice(3)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function valueAt(value: FieldValue | Content | undefined, place: readonly string[]): FieldValue | undefined {
  const [part, ...rest] = place;
  if (part === undefined) return value;
  if (Array.isArray(value)) return valueAt(value[Number(part)], rest);
  return isFields(value) ? valueAt(value[part], rest) : undefined;
}

/** The same with another value in that place, where there is one already. */
export function withValueAt(value: FieldValue, [part, ...rest]: readonly string[], put: FieldValue): FieldValue {
  if (part === undefined) return put;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === part ? withValueAt(item, rest, put) : item));
  return isFields(value) ? { ...value, [part]: withValueAt(value[part] ?? null, rest, put) } : value;
}

/** A layout without one of its buttons; null where it was the only one. */
export function withoutButton(layout: FieldValue | undefined, row: string, column: string): FieldValue | null {
  if (!Array.isArray(layout)) return null;
  const rows = layout.flatMap((buttons, index): FieldValue[] => {
    if (!Array.isArray(buttons) || String(index) !== row) return [buttons];
    const left = buttons.filter((_, place) => String(place) !== column);
    return left.length === 0 ? [] : [left];
  });
  return rows.length === 0 ? null : rows;
}
