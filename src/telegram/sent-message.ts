import { isRecord } from '../platform/is-record.ts';
import type { Call } from './call.ts';

/** The message that a call has made, by what Telegram answered; null where it made none. */
export function sentMessage({ payload }: Call, result: unknown): { chatId: number; messageId: number } | null {
  const chatId = payload['chat_id'];
  const messageId = isRecord(result) ? result['message_id'] : undefined;
  return typeof chatId === 'number' && typeof messageId === 'number' ? { chatId, messageId } : null;
}

/** The file id of the photo in the message that Telegram made; null where it has none. */
export function sentPhoto(result: unknown): string | null {
  const sizes = isRecord(result) ? result['photo'] : undefined;
  // The largest of the sizes that Telegram makes of a photo comes last.
  const largest: unknown = Array.isArray(sizes) ? sizes.at(-1) : undefined;
  const id = isRecord(largest) ? largest['file_id'] : undefined;
  return typeof id === 'string' ? id : null;
}
