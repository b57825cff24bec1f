/** Telegram's HTML: what a message may contain, how long it is, and how to shorten it. */
import { MAX_TEXT_UNITS } from './limits.ts';
import { escapeHtml } from './escape.ts';
import { type HtmlFault, type HtmlNote, type HtmlToken, isPlainHtml, tokenizeHtml } from './telegram-html-tokens.ts';

export type { HtmlFault, HtmlNote };

export type CheckedHtml =
  /** `length` in UTF-16 units once tags and entities are parsed, which is what Telegram's limits count. */
  | { readonly ok: true; readonly length: number; readonly notes: readonly HtmlNote[] }
  /** `offset` in UTF-16 units of the source. */
  | { readonly ok: false; readonly problem: HtmlFault; readonly tag: string; readonly offset: number };

/** Whether Telegram takes it, and its length as Telegram counts: in UTF-16 units, without tags, entities resolved. */
export function checkHtml(html: string): CheckedHtml {
  const parsed = tokenizeHtml(html);
  if (!parsed.ok) return parsed;
  const { tokens, notes } = parsed;
  return { ok: true, length: tokens.reduce((sum, token) => sum + unitsOf(token), 0), notes };
}

/** The text without its formatting; what is no valid HTML is given back as it is. */
export function plainText(html: string): string {
  const parsed = tokenizeHtml(html);
  if (!parsed.ok) return html;
  return parsed.tokens.map((token) => (token.type === 'text' ? token.text : '')).join('');
}

function unitsOf(token: HtmlToken): number {
  return token.type === 'text' ? token.text.length : 0;
}

/** A cut goes back to the last space when it is no further than this. */
const WORD_REACH = 24;
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * At most `limit` units of text after parsing, «…» included where something was cut, every tag closed.
 * Neither an emoji nor a letter with its accents is cut in two. What is no valid HTML is escaped first.
 */
export function truncateHtml(html: string, limit: number = MAX_TEXT_UNITS): string {
  // Parsed it can only be shorter.
  if (html.length <= limit && isPlainHtml(html)) return html;
  const parsed = tokenizeHtml(html);
  if (!parsed.ok) return truncateHtml(escapeHtml(html), limit);
  if (parsed.tokens.reduce((sum, token) => sum + unitsOf(token), 0) <= limit) return html;
  if (limit < 1) return '';
  let room = limit - 1;
  let cut = '';
  const open: string[] = [];
  for (const token of parsed.tokens) {
    if (token.type === 'text') {
      if (token.text.length > room) {
        cut += escapeHtml(headOf(token.text, room));
        break;
      }
      room -= token.text.length;
      cut += token.source;
    } else {
      cut += token.source;
      if (token.type === 'open') open.push(token.name);
      else open.pop();
    }
  }
  // The sign stands inside the tags that were open, before they are closed.
  return `${cut}…${open.toReversed().map((name) => `</${name}>`).join('')}`; // prettier-ignore
}

/** The first `units` of a text or a little less, so that it ends between letters and better between words. */
function headOf(text: string, units: number): string {
  let end = 0;
  // A segment can only depend on the text around the cut; the segmenter is slow on long texts.
  const from = Math.max(0, units - 200);
  for (const { index, segment } of graphemes.segment(text.slice(from, units + 200))) {
    if (from + index + segment.length > units) break;
    end = from + index + segment.length;
  }
  // Where the cut falls between two words already, nothing is given up.
  if (/\s/.test(text.charAt(end))) return text.slice(0, end).trimEnd();
  const reach = text.slice(Math.max(0, end - WORD_REACH), end);
  const space = Math.max(reach.lastIndexOf(' '), reach.lastIndexOf('\n'));
  return text.slice(0, space === -1 ? end : end - reach.length + space).trimEnd();
}
