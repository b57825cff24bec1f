/** A text as the editor holds it: letters, values and custom emoji one after another, each with its formatting. */

export const formats = ['quote', 'pre', 'bold', 'italic', 'underline', 'strike', 'spoiler', 'link', 'code'] as const;

export type Format =
  /** `tag`: which of its names it was written by, so that a text that nobody changes stays what it was. */
  | { readonly type: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler'; readonly tag: string }
  | { readonly type: 'code' }
  | { readonly type: 'link'; readonly href: string }
  /** `number` keeps two that stand side by side from becoming one. */
  | { readonly type: 'quote'; readonly isExpandable: boolean; readonly number: number }
  | { readonly type: 'pre'; readonly language: string | null; readonly number: number };

export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly formats: readonly Format[] }
  /** `{{ … }}` or `{% … %}`, to the letter. */
  | { readonly kind: 'chip'; readonly text: string; readonly formats: readonly Format[] }
  /** `text` is shown where the emoji cannot be. */
  | { readonly kind: 'emoji'; readonly id: string; readonly text: string; readonly formats: readonly Format[] };

/** UTF-16 units as Telegram counts them, a value by the letters of its source. */
export function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { text }) => sum + text.length, 0);
}

/** Whether two formats are one where they touch. */
export function isSame(one: Format, other: Format): boolean {
  return keyOf(one) === keyOf(other);
}

export function keyOf(format: Format): string {
  return JSON.stringify(format, ['type', 'tag', 'href', 'isExpandable', 'language', 'number']);
}
