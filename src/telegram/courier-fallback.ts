import { isRecord } from '../platform/is-record.ts';
import type { Call } from './call.ts';

const longestText = 4096;

/**
 * What to try in place of a call that Telegram refused, so that the person gets an answer all the same: an edit
 * becomes a new message, a photo its caption, formatted text plain text. Each step takes something away, so this
 * comes to an end.
 *
 * @param description Telegram's words for the refusal.
 * @returns nothing where no other call could do better.
 */
export function instead(call: Call, description: string): Call | undefined {
  const words = description.toLowerCase();
  if (/chat not found|peer_id_invalid|user not found/.test(words)) return undefined;
  switch (call.method) {
    case 'sendMessage':
      return simpler(call, words);
    case 'editMessageText':
      // Broken formatting is refused in a new message just the same.
      return (words.includes('parse') ? simpler(call, words) : undefined) ?? asMessage(call, call.payload['text']);
    case 'editMessageCaption':
    case 'sendPhoto':
    case 'sendDocument':
      return asMessage(call, call.payload['caption']);
    case 'editMessageMedia': {
      const media = call.payload['media'];
      return isRecord(media)
        ? asMessage({ ...call, payload: { ...media, ...call.payload } }, media['caption'])
        : undefined;
    }
    default:
      return undefined;
  }
}

/** The same text in a message of its own, with the same buttons. */
function asMessage({ payload, ...call }: Call, text: unknown): Call | undefined {
  if (typeof text !== 'string' || text === '') return undefined;
  const kept = ['chat_id', 'parse_mode', 'reply_markup', 'disable_notification', 'protect_content'];
  const entities = payload['entities'] ?? payload['caption_entities'];
  return {
    ...call,
    method: 'sendMessage',
    payload: {
      ...Object.fromEntries(kept.filter((key) => key in payload).map((key) => [key, payload[key]])),
      ...(entities === undefined ? {} : { entities }),
      text,
    },
  };
}

/** Without formatting, and without the buttons where Telegram's words blame them. */
function simpler(call: Call, words: string): Call | undefined {
  const { parse_mode: format, entities, reply_parameters: repliedTo, ...payload } = call.payload;
  const blamed = /button|keyboard|reply.?markup|\burl\b/.test(words) && 'reply_markup' in payload;
  if (blamed) delete payload['reply_markup'];
  const text = typeof payload['text'] === 'string' ? payload['text'] : '';
  const shown = (format === undefined ? text : withoutTags(text)).slice(0, longestText);
  const same = format === undefined && entities === undefined && repliedTo === undefined && !blamed && shown === text;
  return same || shown.trim() === '' ? undefined : { ...call, payload: { ...payload, text: shown } };
}

/** What a person would read of a text in Telegram's HTML, broken or not. */
function withoutTags(html: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' };
  return html
    .replaceAll(/<\/?[a-z][^<>]*>/gi, '')
    .replaceAll(/&(lt|gt|quot|amp);/g, (whole, name: string) => named[name] ?? whole);
}
