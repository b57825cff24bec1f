import type { Entity } from '../wire.ts';

/** What Telegram marks by itself in everybody's text. Order is precedence where two would overlap. */
const PATTERNS: readonly { readonly type: string; readonly pattern: RegExp }[] = [
  { type: 'url', pattern: /\bhttps?:\/\/[^\s<>"']{1,2000}[^\s<>"'.,;:!?)\]}»]/giu },
  { type: 'email', pattern: /[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.[a-z]{2,12}\b/giu },
  { type: 'bot_command', pattern: /(?<![\p{L}\p{N}_/])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\p{L}\p{N}_])/giu },
  { type: 'mention', pattern: /(?<![\p{L}\p{N}_/])@[a-z0-9_]{3,32}(?![\p{L}\p{N}_])/giu },
  { type: 'hashtag', pattern: /(?<![\p{L}\p{N}_&/])#[\p{L}\p{N}_]{1,256}/gu },
];

/** Inside these nothing more is marked. */
const CLOSED_TYPES = new Set(['code', 'pre', 'text_link', 'url', 'email']);

/**
 * Links, commands, mentions, tags and addresses in a text, beside the entities it already has.
 * @returns entities in Telegram's order: by offset, the longer first
 */
export function findEntities(text: string, given: readonly Entity[]): Entity[] {
  const entities = [...given];
  // Each pattern needs one of these; most button texts and many answers have none of them.
  if (/[/@#:]/.test(text)) {
    const taken = given.filter((entity) => CLOSED_TYPES.has(entity.type));
    for (const { type, pattern } of PATTERNS) {
      for (const match of text.matchAll(pattern)) {
        const entity = { type, offset: match.index, length: match[0].length };
        if (taken.some((other) => overlaps(other, entity))) continue;
        taken.push(entity);
        entities.push(entity);
      }
    }
  }
  return entities.toSorted((one, other) => one.offset - other.offset || other.length - one.length);
}

function overlaps(one: Entity, other: Entity): boolean {
  return one.offset < other.offset + other.length && other.offset < one.offset + one.length;
}
