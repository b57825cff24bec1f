import type { FastifyPluginAsync } from 'fastify';
import type { Clock } from '../platform/clock.ts';
import { isSigned, signatureHeader, timestampHeader } from './rules/signature.ts';

export interface HookOptions {
  /** `CONFIG_HOOK_SECRET`. */
  readonly secret: string;
  readonly clock: Clock;
  /** Looks what is published and answers by it from then on. @returns that version. */
  readonly refresh: () => Promise<number>;
}

export const hookPath = '/hooks/config';

/** Bytes. What comes says only that something has changed, so little is read. */
const largestBody = 64 * 1024;

/**
 * The bot's own door for «the configuration has changed». What the body says does not matter: the database is asked
 * what is published, so that a repetition, or an old call within the five minutes, does no harm.
 *
 * | what came | answer |
 * |---|---|
 * | not signed, wrongly, or too long ago | 401 |
 * | more than 64 KB | 413 |
 * | signed | 200 with the version that runs now |
 */
export function configHook({ secret, clock, refresh }: HookOptions): FastifyPluginAsync {
  return async (server) => {
    // The signature is over the very bytes, whatever they are called.
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', { parseAs: 'buffer' }, async (_: unknown, body: Buffer) => body);
    server.post(hookPath, { bodyLimit: largestBody }, async (request, reply) => {
      const { headers, body } = request;
      const signed = {
        timestamp: one(headers[timestampHeader]),
        signature: one(headers[signatureHeader]),
        body: body instanceof Uint8Array ? body : new Uint8Array(),
      };
      if (!isSigned(secret, signed, clock.now())) return reply.code(401).send();
      return reply.send({ version: await refresh() });
    });
  };
}

function one(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
