/** Between pieces and what Tiptap keeps: one line of letters and atoms, line breaks being letters like any other. */
import type { JSONContent } from '@tiptap/core';
import type { Format, Piece } from './pieces.ts';

interface MarkJson {
  type: string;
  attrs?: Record<string, unknown>;
}

export function toDocument(pieces: readonly Piece[]): JSONContent {
  const content = pieces.filter(({ text }) => text !== '').map(toNode);
  return { type: 'doc', content: [{ type: 'words', ...(content.length > 0 && { content }) }] };
}

export function fromDocument(document: JSONContent): readonly Piece[] {
  return (document.content ?? []).flatMap(({ content = [] }) => content.flatMap(toPiece));
}

export function toNode(piece: Piece): JSONContent {
  const marks = piece.formats.map(toMark);
  if (piece.kind === 'text') return { type: 'text', text: piece.text, marks };
  if (piece.kind === 'chip') return { type: 'chip', attrs: { source: piece.text }, marks };
  return { type: 'emoji', attrs: { id: piece.id, text: piece.text }, marks };
}

function toPiece({ type, text = '', attrs = {}, marks = [] }: JSONContent): readonly Piece[] {
  const formats = marks.flatMap(toFormat);
  if (type === 'text') return [{ kind: 'text', text, formats }];
  if (type === 'chip') return [{ kind: 'chip', text: String(attrs['source']), formats }];
  if (type === 'emoji') return [{ kind: 'emoji', id: String(attrs['id']), text: String(attrs['text']), formats }];
  return [];
}

function toMark({ type, ...attrs }: Format): MarkJson {
  return { type, attrs };
}

function toFormat({ type, attrs = {} }: MarkJson): readonly Format[] {
  const number = Number(attrs['number'] ?? 0);
  const language = attrs['language'];
  switch (type) {
    case 'bold':
    case 'italic':
    case 'underline':
    case 'strike':
    case 'spoiler':
      return [{ type, tag: String(attrs['tag']) }];
    case 'code':
      return [{ type }];
    case 'link':
      return [{ type, href: String(attrs['href']) }];
    case 'quote':
      return [{ type, isExpandable: attrs['isExpandable'] === true, number }];
    case 'pre':
      return [{ type, language: typeof language === 'string' ? language : null, number }];
    default:
      return [];
  }
}
