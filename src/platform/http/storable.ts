import { isStorable } from '../storable-text.ts';
import { fieldPath, type FieldError } from './problem.ts';

/**
 * What of a parsed request no database could keep: a NUL, or half of a surrogate pair. Both are valid JSON, and
 * PostgreSQL refuses them in `text` or `jsonb`.
 *
 * @param context where it stands, as for `fieldPath`.
 */
export function unstorable(value: unknown, context: string, parts: readonly string[] = []): FieldError[] {
  const refused = (message: string): FieldError[] => [{ path: fieldPath(parts, context), message }];
  if (typeof value === 'string') return isStorable(value) ? [] : refused('has a character that cannot be kept');
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    isStorable(key)
      ? unstorable(inner, context, [...parts, key])
      : refused('has a field whose name has a character that cannot be kept'),
  );
}
