/** How a value or a condition shows among letters: short, its source being one press away. */

export interface ChipFace {
  readonly kind: 'value' | 'logic';
  readonly text: string;
}

/** `{{ session.active | duration }}` is «session.active · duration», `{% if session %}` is «if session». */
export function chipFace(source: string): ChipFace {
  const inner = source
    .replace(/^\{[{%]-?/, '')
    .replace(/-?[}%]\}$/, '')
    .trim();
  if (!source.startsWith('{{')) return { kind: 'logic', text: shorten(inner) };
  return { kind: 'value', text: shorten(inner.replaceAll(/\s*\|\s*/g, ' · ')) };
}

/** Plain words in which values show as ⟨their names⟩: what stands on a button. */
export function plainFace(source: string, parts: readonly { readonly kind: string; readonly text: string }[]): string {
  if (parts.length === 0) return source;
  return parts.map(({ kind, text }) => (kind === 'chip' ? `⟨${chipFace(text).text}⟩` : text)).join('');
}

/** Letters of a face that leave room for a sentence around it. */
const most = 36;

function shorten(text: string): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}
