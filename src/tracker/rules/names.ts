/** Counted in code points, as PostgreSQL's `char_length` counts: an emoji of one code point is one, «й» is one. */
export const NAME_MAX = 64;

/** Far above any name with its spaces and invisible signs; what is longer is not looked at. */
const TYPED_MAX = 4_096;

// Directions that would turn round the text of a message around the name, and signs that show nothing at all.
// The joiners stay: families of emoji and Persian words are written with them.
const INVISIBLE =
  /[\p{Cc}\u00AD\u061C\u115F\u1160\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u2800\u3164\uFEFF\uFFA0]/gu;
/** Something that can be seen by itself: not a space, a joiner, a lone accent or a variation selector. */
const VISIBLE = /[^\s\p{M}\p{Cf}]/u;

export type ParsedName =
  | {
      readonly ok: true;
      /** As it is shown. */
      readonly name: string;
      /** As it is compared; see `nameKey`. */
      readonly key: string;
    }
  | { readonly ok: false; readonly reason: 'empty' | 'too_long' | 'not_text' };

/**
 * A name for an activity from what a person typed: composed (NFC), on one line, without signs that cannot be
 * seen, 1–64 code points. Emoji, accents and right-to-left scripts are names like any other.
 * `not_text` is a string with half of a surrogate pair, which UTF-8 cannot hold.
 */
export function parseName(text: string): ParsedName {
  if (text.length > TYPED_MAX) return { ok: false, reason: 'too_long' };
  if (!text.isWellFormed()) return { ok: false, reason: 'not_text' };
  const name = text.replaceAll(/\s+/gu, ' ').replaceAll(INVISIBLE, '').normalize('NFC').replaceAll(/ +/g, ' ').trim();
  if (!VISIBLE.test(name)) return { ok: false, reason: 'empty' };
  if (codePoints(name) > NAME_MAX) return { ok: false, reason: 'too_long' };
  return { ok: true, name, key: nameKey(name) };
}

/**
 * What makes two names the same: their letters without regard to case. «ё» and «е» stay different letters.
 * Through upper case, because «ß» and «ss», «ς» and «σ» meet only there; an emoji is the same in either of its
 * presentations, which look alike on most screens.
 */
export function nameKey(name: string): string {
  return name
    .replaceAll(/[\uFE0E\uFE0F]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC');
}

const codePoints = (text: string): number => Array.from(text).length;
