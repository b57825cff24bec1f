import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import type { Update } from 'grammy/types';
import type { Logger } from '../platform/telemetry/logger.ts';
import { isUpdate } from './client-update.ts';

/**
 * Takes an update in.
 *
 * @returns `done` when its effect is committed and its answer taken or safe, so that Telegram may forget it;
 * `later` when it was not taken now (too much at once, stopping, no database) and has to come again.
 */
export type Accept = (update: Update) => Promise<'done' | 'later'>;

export interface WebhookOptions {
  /** What Telegram must show; see `deriveSecret`. */
  readonly secret: string;
  readonly accept: Accept;
  /** Whether the process is stopping and takes nothing in any more. */
  readonly isClosing: () => boolean;
  readonly log: Logger;
}

export const webhookPath = '/telegram/webhook';

/** Bytes. Telegram's largest updates, a long text full of entities, stay well below. */
const largestUpdate = 1024 * 1024;

/**
 * The webhook's door. Any 2xx tells Telegram to forget the update, so 200 is said only when that is safe; everything
 * else makes it come again.
 *
 * | what came | answer |
 * |---|---|
 * | a wrong secret, or none | 401, before the body is read |
 * | more than 1 MB | 413 |
 * | no JSON | 400 |
 * | JSON that is no update | 200 and a line in the log: come again, it would be no better |
 * | an update, done | 200 |
 * | an update, not taken now | 503 with `Retry-After` |
 */
export function webhook(options: WebhookOptions): FastifyPluginAsync {
  const { accept, isClosing, log } = options;
  const expected = digest(options.secret);
  return async (server) => {
    server.post(
      webhookPath,
      {
        bodyLimit: largestUpdate,
        onRequest: async (request, reply) => {
          const shown = request.headers['x-telegram-bot-api-secret-token'];
          // Hashes have one length, so comparing them tells neither how long the secret is nor where a guess fails.
          const matches = timingSafeEqual(digest(typeof shown === 'string' ? shown : ''), expected);
          if (!matches || typeof shown !== 'string') await reply.code(401).send();
        },
      },
      async (request, reply) => {
        const { body } = request;
        if (!isUpdate(body)) {
          log.warn({ code: 'webhook.nonsense' }, 'the webhook got JSON that is no update');
          return reply.code(200).send();
        }
        const outcome = isClosing() ? 'later' : await take(body);
        return outcome === 'done' ? reply.code(200).send() : reply.code(503).header('retry-after', '1').send();
      },
    );
  };

  async function take(update: Update): Promise<'done' | 'later'> {
    try {
      return await accept(update);
    } catch (error) {
      log.error({ code: 'webhook.accept', update_id: update.update_id, err: error }, 'an update was not taken');
      return 'later';
    }
  }
}

/** The secret where none is set: every replica makes the same of the token, and it tells nothing of the token. */
export function deriveSecret(token: string): string {
  return createHmac('sha256', token).update('minuta: what Telegram shows at the webhook').digest('base64url');
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
