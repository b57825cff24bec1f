import { pino, type Logger as PinoLogger } from 'pino';

/** Structured lines on standard output. Never a token, a message's text or a person's name. */
export type Logger = Pick<PinoLogger, 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'child'>;

export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` });
}

export const silentLogger: Logger = pino({ level: 'silent' });
