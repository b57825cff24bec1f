import { z } from 'zod';
import type { Params } from '../params.ts';
import { badRequest } from '../refusal.ts';
import type { Entity, FormattedText } from '../wire.ts';
import { findEntities } from './find-entities.ts';
import { parseHtml } from './parse-html.ts';

/** Telegram's limits, in UTF-16 units after entity parsing. */
export const TEXT_LIMIT = 4096;
const CAPTION_LIMIT = 1024;
/** Entities beyond this are passed over without a word, as Telegram does. */
const ENTITY_LIMIT = 100;

const entityShape = z.array(
  z.object({
    type: z.string(),
    offset: z.int(),
    length: z.int(),
    url: z.string().exactOptional(),
    language: z.string().exactOptional(),
  }),
);

/** The text of a sending or editing call. @throws Refusal 400 where it is empty, too long or broken */
export function readMessageText(params: Params): FormattedText {
  const formatted = readFormatted(params, 'text', 'entities');
  if (formatted.text === '') throw badRequest('message text is empty');
  if (formatted.text.length > TEXT_LIMIT) throw badRequest('message is too long');
  return formatted;
}

/** A caption, possibly empty. @throws Refusal 400 where it is too long or broken */
export function readCaption(params: Params): FormattedText {
  const formatted = readFormatted(params, 'caption', 'caption_entities');
  if (formatted.text.length > CAPTION_LIMIT) throw badRequest('message caption is too long');
  return formatted;
}

function readFormatted(params: Params, field: string, entitiesField: string): FormattedText {
  const raw = params.text(field) ?? '';
  const mode = (params.text('parse_mode') ?? '').toLowerCase();
  if (mode === 'html') return finish(parseHtml(clean(raw.replaceAll('\r', ''))));
  if (mode !== '' && mode !== 'none') throw badRequest('unsupported parse_mode');
  const entities = params.json(entitiesField);
  if (entities === undefined) return finish({ text: clean(raw.replaceAll('\r', '')), entities: [] });
  const parsed = entityShape.safeParse(entities);
  if (!parsed.success)
    throw badRequest(`can't parse entities: Expected an Array of MessageEntity in "${entitiesField}"`);
  return finish({ text: clean(raw), entities: parsed.data.filter((entity) => fits(entity, raw)) });
}

function fits(entity: Entity, text: string): boolean {
  return entity.offset >= 0 && entity.length > 0 && entity.offset + entity.length <= text.length;
}

/** Control characters but the line break become spaces. */
function clean(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.replaceAll(/[\u0000-\u0009\u000b-\u001f]/g, ' ');
}

/** Trims the text as Telegram does, moves the entities along, and adds what Telegram finds by itself. */
export function finish(formatted: FormattedText): FormattedText {
  const text = formatted.text.trim();
  const cut = formatted.text.length - formatted.text.trimStart().length;
  const entities = formatted.entities.slice(0, ENTITY_LIMIT).flatMap((entity) => {
    const offset = Math.max(entity.offset - cut, 0);
    const end = Math.min(entity.offset - cut + entity.length, text.length);
    return end > offset ? [{ ...entity, offset, length: end - offset }] : [];
  });
  return { text, entities: findEntities(text, entities) };
}
