import { writeBinary, type ParameterType } from './binary-values.ts';
import type { MessageWriter } from './message-writer.ts';
import { encodeValue } from './values.ts';

export interface SentStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** What it says its values are; the others travel as text. */
  readonly types: readonly (ParameterType | undefined)[];
  /** What it is called once it is prepared; nothing where it is not kept. */
  readonly name: string | undefined;
}

/** The kinds of messages that are sent, https://www.postgresql.org/docs/current/protocol-message-formats.html. */
const kind = { bind: 0x42, close: 0x43, describe: 0x44, execute: 0x45, parse: 0x50, sync: 0x53 } as const;
/** What a message is about: a statement that is prepared, or its execution. */
const [aStatement, anExecution] = [0x53, 0x50];
const binary = 1;

/** Writes all that has a statement executed. @param isNew whether the connection has yet to prepare it. */
export function writeStatement(to: MessageWriter, statement: SentStatement, isNew: boolean): void {
  if (isNew) prepare(to, statement);
  bind(to, statement);
  if (isNew) {
    to.byte(kind.describe);
    to.int32(6);
    to.byte(anExecution);
    to.ended('');
  }
  to.byte(kind.execute);
  to.int32(9);
  to.ended('');
  // All rows.
  to.int32(0);
}

/** Has the server answer what was sent. */
export function writeSync(to: MessageWriter): void {
  to.byte(kind.sync);
  to.int32(4);
}

function prepare(to: MessageWriter, { text, types, name = '' }: SentStatement): void {
  if (name !== '') {
    // It may be there after all: prepared by a message in which something failed.
    const closing = open(to, kind.close);
    to.byte(aStatement);
    to.ended(name);
    end(to, closing);
  }
  const parsing = open(to, kind.parse);
  to.ended(name);
  to.ended(text);
  to.int16(types.length);
  // Zero leaves it to the server.
  for (const stated of types)
    to.int32(stated === undefined ? 0 : stated.isArray ? stated.type.arrayOid : stated.type.oid);
  end(to, parsing);
}

function bind(to: MessageWriter, { values, types, name = '' }: SentStatement): void {
  const binding = open(to, kind.bind);
  to.ended('');
  to.ended(name);
  to.int16(values.length);
  const formats = to.reserve(values.length * 2);
  to.int16(values.length);
  let place = 0;
  for (const value of values) {
    to.mark(formats + place * 2, writeValue(to, value, types[place]));
    place += 1;
  }
  // All results as text.
  to.int16(0);
  end(to, binding);
}

/** @returns the format in which it is written. */
function writeValue(to: MessageWriter, value: unknown, type: ParameterType | undefined): number {
  if (value === null || value === undefined) {
    to.int32(-1);
    return 0;
  }
  if (type !== undefined && writeBinary(to, type, value)) return binary;
  to.counted(encodeValue(value) ?? '');
  return 0;
}

/** @returns where its length goes. */
function open(to: MessageWriter, message: number): number {
  to.byte(message);
  return to.reserve(4);
}

function end(to: MessageWriter, length: number): void {
  to.count(length, to.position - length);
}
