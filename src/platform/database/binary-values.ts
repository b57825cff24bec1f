import type { MessageWriter } from './message-writer.ts';
import { encodeValue } from './values.ts';

/** A type whose values travel as the server itself keeps them, which costs either side less than to spell them out. */
interface BinaryType {
  readonly oid: number;
  readonly arrayOid: number;
  /** Writes a value with its length. @returns false where it is none of this type; what was written is then void. */
  readonly write: (to: MessageWriter, value: unknown) => boolean;
}

/** What a statement says of one of its values: `$1::bigint[]`. */
export interface ParameterType {
  readonly type: BinaryType;
  readonly isArray: boolean;
}

/** Microseconds between the epoch and the one of PostgreSQL, which is 2000. */
const epoch = 946_684_800_000_000;

const bigint: BinaryType = {
  oid: 20,
  arrayOid: 1016,
  write(to, value) {
    if (!Number.isSafeInteger(value) || typeof value !== 'number') return false;
    to.int32(8);
    to.int64(value);
    return true;
  },
};
const int: BinaryType = {
  oid: 23,
  arrayOid: 1007,
  write(to, value) {
    if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) >= 2 ** 31) return false;
    to.int32(4);
    to.int32(value);
    return true;
  },
};
const smallint: BinaryType = {
  oid: 21,
  arrayOid: 1005,
  write(to, value) {
    if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) >= 2 ** 15) return false;
    to.int32(2);
    to.int16(value);
    return true;
  },
};
const boolean: BinaryType = {
  oid: 16,
  arrayOid: 1000,
  write(to, value) {
    if (typeof value !== 'boolean') return false;
    to.int32(1);
    to.byte(value ? 1 : 0);
    return true;
  },
};
const text: BinaryType = {
  oid: 25,
  arrayOid: 1009,
  write(to, value) {
    if (typeof value !== 'string') return false;
    to.counted(value);
    return true;
  },
};
const json: BinaryType = {
  oid: 114,
  arrayOid: 199,
  write(to, value) {
    to.counted(encodeValue(value) ?? 'null');
    return true;
  },
};
const jsonb: BinaryType = {
  oid: 3802,
  arrayOid: 3807,
  write(to, value) {
    const before = to.reserve(4);
    // The version of how it is written.
    to.byte(1);
    to.text(encodeValue(value) ?? 'null');
    to.count(before, to.position - before - 4);
    return true;
  },
};
const timestamptz: BinaryType = {
  oid: 1184,
  arrayOid: 1185,
  write(to, value) {
    if (!(value instanceof Temporal.Instant)) return false;
    const microseconds = microsecondsOf(value);
    if (!Number.isSafeInteger(microseconds)) return false;
    to.int32(8);
    to.int64(microseconds - epoch);
    return true;
  },
};

/** A group of updates has one «now», and says it of each of them. */
let last: { readonly at: Temporal.Instant; readonly microseconds: number } | undefined;

/** Since 1970, rounded, as the server does it with a moment that is spelt out. */
function microsecondsOf(at: Temporal.Instant): number {
  if (last?.at === at) return last.microseconds;
  const nanoseconds = at.epochNanoseconds;
  const half = nanoseconds < 0n ? -500n : 500n;
  const microseconds = Number((nanoseconds + half) / 1000n);
  last = { at, microseconds };
  return microseconds;
}

const types: ReadonlyMap<string, BinaryType> = new Map([
  ['bigint', bigint],
  ['int', int],
  ['integer', int],
  ['smallint', smallint],
  ['boolean', boolean],
  ['text', text],
  ['json', json],
  ['jsonb', jsonb],
  ['timestamptz', timestamptz],
]);

/**
 * What a statement says its values are; undefined for a value of which it says nothing, or another type. The server is
 * told the same when it prepares the statement, so that it would refuse one that is read wrongly here.
 */
export function parameterTypes(statement: string): readonly (ParameterType | undefined)[] {
  const found: (ParameterType | undefined)[] = [];
  for (const [, number, name = '', brackets] of statement.matchAll(/\$(\d+)(?:::([a-z]+)\b(\[\])?)?/g)) {
    const type = types.get(name);
    found[Number(number) - 1] = type && { type, isArray: brackets !== undefined };
  }
  return Array.from(found);
}

/** Writes a value as the server keeps it. @returns false where it is none of that type: then nothing is written. */
export function writeBinary(to: MessageWriter, { type, isArray }: ParameterType, value: unknown): boolean {
  const { position } = to;
  const isWritten = isArray ? Array.isArray(value) && writeArray(to, type, value) : type.write(to, value);
  if (!isWritten) to.position = position;
  return isWritten;
}

function writeArray(to: MessageWriter, { oid, write }: BinaryType, items: readonly unknown[]): boolean {
  const before = to.reserve(4);
  to.int32(items.length === 0 ? 0 : 1);
  // Whether there are nulls in it, which the server sees for itself.
  to.int32(0);
  to.int32(oid);
  if (items.length > 0) {
    to.int32(items.length);
    to.int32(1);
  }
  for (const item of items) {
    if (item === null || item === undefined) to.int32(-1);
    // An array within is spelt out, with all around it.
    else if (Array.isArray(item) || !write(to, item)) return false;
  }
  to.count(before, to.position - before - 4);
  return true;
}
