/** Values on their way into a message. */

const SPECIAL = /[&<>"]/;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The text of a value as a person reads it; missing values and objects, which nobody can read, are empty. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(textOf).join('');
  return '';
}

/**
 * The same as Telegram's HTML, where it can neither open a tag nor end an attribute in double quotes.
 * An expression inside an attribute in single quotes or none is refused when a configuration is compiled.
 */
export function escapeHtml(value: unknown): string {
  const text = textOf(value);
  return SPECIAL.test(text) ? text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign) : text;
}

/** A value as a part of an address. */
export function escapeUrl(value: unknown): string {
  const text = textOf(value).toWellFormed();
  // Dots alone, percent-encoded or not, mean «one step up» to whoever reads an address.
  return /^\.{1,2}$/.test(text) ? '_'.repeat(text.length) : encodeURIComponent(text);
}
