import type { Entity } from '../../src/simulator/wire.ts';

/** A piece of formatted text: plain, or an entity around others. */
export type Piece = string | { readonly entity: Entity; readonly children: readonly Piece[] };

/**
 * Text and its entities as a tree. An entity that would cross another's end is cut there; nothing is lost of the text.
 * @param entities in any order; offsets in UTF-16 units
 */
export function toPieces(text: string, entities: readonly Entity[]): Piece[] {
  const sorted = entities
    .filter(({ offset, length }) => offset >= 0 && length > 0 && offset + length <= text.length)
    .toSorted((one, other) => one.offset - other.offset || other.length - one.length);
  return build(text, sorted, 0, text.length);
}

function build(text: string, entities: readonly Entity[], start: number, end: number): Piece[] {
  const pieces: Piece[] = [];
  let at = start;
  let rest = entities;
  for (;;) {
    const [entity, ...others] = rest;
    if (entity === undefined || entity.offset >= end) break;
    rest = others;
    if (entity.offset < at) continue;
    if (entity.offset > at) pieces.push(text.slice(at, entity.offset));
    const entityEnd = Math.min(entity.offset + entity.length, end);
    pieces.push({ entity, children: build(text, rest, entity.offset, entityEnd) });
    at = entityEnd;
  }
  if (at < end) pieces.push(text.slice(at, end));
  return pieces;
}

/** The address if it is one a chat may open: web or Telegram itself. */
export function safeLink(address: string): string | undefined {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`);
  return url !== null && ['http:', 'https:', 'tg:'].includes(url.protocol) ? url.href : undefined;
}
