import { TypeOverrides } from 'pg';
import { momentText, readMoment } from '../moments.ts';

/**
 * How values cross to and from PostgreSQL, the same for every driver: as text, but for what `binary-values.ts`
 * knows of on its way to a server. int8 comes back as a number (and is refused beyond 2^53), timestamptz as `Temporal.Instant`, date as
 * `Temporal.PlainDate`, jsonb parsed.
 */
export function encodeValue(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      break;
  }
  if (Array.isArray(value)) return `{${value.map(encodeElement).join(',')}}`;
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  if (value instanceof Temporal.Instant) return momentText(value);
  if (value instanceof Temporal.PlainDate || value instanceof Temporal.PlainDateTime) return value.toString();
  return JSON.stringify(value);
}

function encodeElement(item: unknown): string {
  if (typeof item === 'number') return String(item);
  const text = encodeValue(item);
  if (text === null) return 'NULL';
  if (Array.isArray(item)) return text;
  if (!/["\\]/.test(text)) return `"${text}"`;
  // JSON escapes quotes and backslashes just so, and many times faster; other characters it escapes in its own way.
  return /\p{Cc}/u.test(text) || !text.isWellFormed() ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : JSON.stringify(text);
}

const oid = {
  int8: 20,
  text: 25,
  varchar: 1043,
  textArray: 1009,
  int8Array: 1016,
  date: 1082,
  timestamptz: 1184,
} as const;

const parseTexts = new TypeOverrides().getTypeParser(oid.textArray);

export const valueTypes = new TypeOverrides();
valueTypes.setTypeParser(oid.int8, parseInt8);
valueTypes.setTypeParser(oid.timestamptz, readMoment);
valueTypes.setTypeParser(oid.date, (text) => Temporal.PlainDate.from(text));
// The elements of an int8[] are digits or NULL, with nothing to unquote.
valueTypes.setTypeParser(oid.int8Array, (text) =>
  text === '{}'
    ? []
    : text
        .slice(1, -1)
        .split(',')
        .map((item) => (item === 'NULL' ? null : parseInt8(item))),
);
// Time zones, the lists that are read with every update, are never quoted, and `pg` goes through a list letter by letter.
valueTypes.setTypeParser(oid.textArray, (text) => {
  if (text === '{}') return [];
  const isPlain = /^\{[\w/+,-]+\}$/.test(text) && !text.includes('NULL');
  return isPlain ? text.slice(1, -1).split(',') : Reflect.apply(parseTexts, undefined, [text]);
});

/** What reads the text of a value of this type. */
export function readerOf(typeOid: number): (text: string) => unknown {
  if (typeOid === oid.text || typeOid === oid.varchar) return (text) => text;
  const parser = valueTypes.getTypeParser(typeOid);
  return (text) => Reflect.apply(parser, undefined, [text]);
}

/** The value of one column as the drivers give it: text, or null. */
export function decodeValue(typeOid: number, text: string | null): unknown {
  return text === null ? null : readerOf(typeOid)(text);
}

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`an int8 beyond what a number holds: ${text}`);
  return value;
}
