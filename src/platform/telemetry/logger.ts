import { pino, stdSerializers, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { isRecord } from '../is-record.ts';

/** Structured lines on standard output. Never a token, a message's text or a person's name. */
export type Logger = Pick<PinoLogger, 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'child'>;

/** @param place where lines go, for tests. */
export function createLogger(level: string, place?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { err: describeError },
  };
  return place ? pino(options, place) : pino(options);
}

/** What is told of an error. Libraries hang more on theirs: the row that was refused, the command with its password. */
const told = ['type', 'message', 'stack', 'code', 'constraint', 'table', 'column', 'syscall', 'address', 'port'];

function describeError(error: unknown): unknown {
  return error instanceof Error ? onlyTold(stdSerializers.err(error)) : error;
}

function onlyTold(described: unknown): unknown {
  if (!isRecord(described)) return undefined;
  const { aggregateErrors } = described;
  const fields = told.flatMap((name) => (described[name] === undefined ? [] : [[name, described[name]] as const]));
  return {
    ...Object.fromEntries(fields),
    ...(Array.isArray(aggregateErrors) ? { aggregateErrors: aggregateErrors.map(onlyTold) } : {}),
  };
}

export const silentLogger: Logger = pino({ level: 'silent' });
