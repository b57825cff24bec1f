/** Where Liquid's tags and values stand in a text. */

/** Until its end, and no further: whatever comes behind, there is one way to read it. */
const value = String.raw`\{\{(?:(?!\}\})[^])*\}\}`;
const tag = String.raw`\{%(?:(?!%\})[^])*%\}`;

/** Inside a quoted attribute too, where a value may have quotes of its own. */
export const templateSource = `${value}|${tag}`;

/** What stands between these is no template and is kept with them. */
const verbatim = String.raw`\{%-?\s*(raw|comment)\s*-?%\}[^]*?\{%-?\s*end\1\s*-?%\}`;

const template = new RegExp(`${verbatim}|${templateSource}`, 'y');

/** @returns the template that begins at this place of the source, to the letter; empty where none does */
export function templateAt(source: string, position: number): string {
  template.lastIndex = position;
  return template.exec(source)?.[0] ?? '';
}

export interface Part {
  readonly isTemplate: boolean;
  readonly text: string;
}

/** The whole source, in order: put together again it is the same. */
export function splitTemplates(source: string): readonly Part[] {
  const parts: Part[] = [];
  let position = 0;
  let begin = 0;
  while (position < source.length) {
    const found = source[position] === '{' ? templateAt(source, position) : '';
    if (found === '') {
      position += 1;
      continue;
    }
    if (position > begin) parts.push({ isTemplate: false, text: source.slice(begin, position) });
    parts.push({ isTemplate: true, text: found });
    position += found.length;
    begin = position;
  }
  if (source.length > begin) parts.push({ isTemplate: false, text: source.slice(begin) });
  return parts;
}
