import type { Queries } from '../platform/database/database.ts';
import { readDraftDocument } from './draft-document.ts';
import { readPublished } from './published.ts';
import { differences, type Compared, type EntryDifference } from './rules/diff.ts';

/** A version, or the draft. */
export type Side = number | 'draft' | 'nothing';

const nothing: Compared = {
  document: { minuta: 1, ready_made_activities: [], handlers: [], callbacks: [], keyboards: {}, buttons: {} },
  handlerIds: [],
  callbackIds: [],
};

/** What became different on the way from one to the other; null where one of them is not there. */
export async function compare(queries: Queries, before: Side, after: Side): Promise<EntryDifference[] | null> {
  const [old, made] = await Promise.all([readSide(queries, before), readSide(queries, after)]);
  return old === null || made === null ? null : differences(old, made);
}

/** One side of a comparison; null where it is not there, or is a draft this program cannot read. */
export async function readSide(queries: Queries, side: Side): Promise<Compared | null> {
  if (side === 'nothing') return nothing;
  if (side === 'draft') {
    const { document, handlerIds, callbackIds } = await readDraftDocument(queries);
    return document === null ? null : { document, handlerIds, callbackIds };
  }
  const published = await readPublished(queries, side);
  if (published === null) return null;
  return {
    document: published.document,
    handlerIds: published.handler_ids,
    callbackIds: published.callback_ids,
  };
}
