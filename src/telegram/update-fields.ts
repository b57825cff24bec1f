/**
 * What fields of an update may be. Not a zod schema, as all else from outside has: of each update that takes 3 µs more and
 * leaves 2 KB of garbage, to copy what is looked at once.
 */
import { isRecord } from '../platform/is-record.ts';

/** Thrown where a field is not what Telegram's documentation says. */
export class Misshapen extends Error {}

export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : refuse();
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : refuse();
}

export function flag(value: unknown): boolean {
  return typeof value === 'boolean' ? value : refuse();
}

export function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : refuse();
}

/** One that JavaScript holds exactly. */
export function integer(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : refuse();
}

/** What is left out has no other spelling: null is refused. */
export function optional<Value>(value: unknown, read: (value: unknown) => Value): Value | undefined {
  return value === undefined ? undefined : read(value);
}

function refuse(): never {
  throw new Misshapen('a field of an update is not what it should be');
}
