import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Update } from 'grammy/types';
import type { Logger } from '../platform/telemetry/logger.ts';
import { isUpdate } from './client-update.ts';

/**
 * Takes an update in. Rejects where it fails, and never throws.
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
 * The webhook's door, for what is posted to its path. Any 2xx tells Telegram to forget the update, so 200 is said only
 * when that is safe; everything else makes it come again.
 *
 * | what came | answer |
 * |---|---|
 * | a wrong secret, or none | 401, before the body is read |
 * | something that does not call itself JSON | 415 |
 * | more than 1 MB | 413 |
 * | no JSON | 400 |
 * | JSON that is no update | 200 and a line in the log: come again, it would be no better |
 * | an update, done | 200 |
 * | an update, not taken now | 503 with `Retry-After` |
 *
 * It stands on `node:http` alone: routes, parsers and replies that fit every request cost Fastify 5 µs more per update (31 to 26).
 */
export function webhook({ secret, accept, isClosing, log }: WebhookOptions): RequestListener {
  const showsSecret = secretCheck(secret);

  /** Is given no update to hold on to: what lives as long as its answer takes, the collector moves about and grows old. */
  async function answerWhen(taken: ReturnType<Accept>, updateId: number, response: ServerResponse): Promise<void> {
    let outcome: 'done' | 'later' = 'later';
    try {
      outcome = await taken;
    } catch (error) {
      log.error({ code: 'webhook.accept', update_id: updateId, err: error }, 'an update was not taken');
    }
    say(response, outcome === 'done' ? 200 : 503);
  }

  function answer(body: string, response: ServerResponse): void {
    let update: unknown;
    try {
      update = JSON.parse(body);
    } catch {
      return say(response, 400);
    }
    if (!isUpdate(update)) {
      log.warn({ code: 'webhook.nonsense' }, 'the webhook got JSON that is no update');
      return say(response, 200);
    }
    if (isClosing()) return say(response, 503);
    void answerWhen(accept(update), update.update_id, response);
  }

  return (request, response) => {
    const { headers } = request;
    if (!showsSecret(headers['x-telegram-bot-api-secret-token'])) return say(response, 401);
    if (!isJson(headers['content-type'])) return say(response, 415);
    if (Number(headers['content-length']) > largestUpdate) return say(response, 413);
    readBody(request, (body) => (body === undefined ? say(response, 413) : answer(body, response)));
  };
}

/** The secret where none is set: every replica makes the same of the token, and it tells nothing of the token. */
export function deriveSecret(token: string): string {
  return createHmac('sha256', token).update('minuta: what Telegram shows at the webhook').digest('base64url');
}

/** Bytes; Telegram takes no longer secret. */
const longestSecret = 256;

/**
 * Compares what is shown in constant time: both are laid into as many bytes, with their lengths in front, so that
 * neither the secret's length nor the place where a guess fails is told.
 */
function secretCheck(secret: string): (shown: string | string[] | undefined) => boolean {
  const expected = lay(secret, Buffer.alloc(2 + longestSecret));
  const shownBytes = Buffer.alloc(2 + longestSecret);
  return (shown) =>
    typeof shown === 'string' && shown.length <= longestSecret && timingSafeEqual(lay(shown, shownBytes), expected);
}

function lay(text: string, bytes: Buffer): Buffer {
  bytes.fill(0);
  bytes.writeUInt16LE(text.length);
  bytes.write(text, 2, 'latin1');
  return bytes;
}

function isJson(contentType: string | undefined): boolean {
  return contentType !== undefined && /^application\/json\s*(?:;|$)/i.test(contentType);
}

/** @param onBody given nothing where it is too long; not called where the connection breaks. */
function readBody(request: IncomingMessage, onBody: (body: string | undefined) => void): void {
  let chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= largestUpdate) chunks.push(chunk);
    else if (size - chunk.length <= largestUpdate) onBody(undefined);
  });
  request.on('end', () => {
    if (size > largestUpdate) return;
    const [first] = chunks;
    const body = first && chunks.length === 1 ? first.toString() : Buffer.concat(chunks).toString();
    // The request is kept until it is answered.
    chunks = [];
    onBody(body);
  });
  // Nobody is left to answer; what was taken in comes again.
  request.on('error', () => undefined);
}

/** Headers as they go out, one name and one value after the other: nothing is to be worked out per answer. */
const nothing = ['Content-Length', '0'];
const headers: Readonly<Record<number, string[]>> = {
  413: [...nothing, 'Connection', 'close'],
  503: [...nothing, 'Retry-After', '1'],
};

function say(response: ServerResponse, status: number): void {
  response.writeHead(status, headers[status] ?? nothing).end();
}
