import type { AuditEntry } from '../../api/accounts.ts';

interface Detail {
  readonly field: string;
  /** As text; null where it was not there. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What an entry of the audit log says is different, field by field; what is the same on both sides is left out. */
export function detailsOf({ before, after }: Pick<AuditEntry, 'before' | 'after'>): readonly Detail[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((field) => ({ field, before: was.get(field) ?? null, after: is.get(field) ?? null }))
    .filter((detail) => detail.before !== detail.after);
}

function fieldsOf(value: unknown): ReadonlyMap<string, string> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== 'object' || Array.isArray(value)) return new Map([['value', textOf(value)]]);
  return new Map(
    Object.entries(value)
      .filter(([, part]) => part !== null && part !== undefined)
      .map(([field, part]) => [field, textOf(part)]),
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
}
