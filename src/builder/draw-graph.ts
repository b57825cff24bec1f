import type { Queries } from '../platform/database/database.ts';
import { LANGUAGES } from '../texts/language.ts';
import { catalogueOf, type Action } from './actions-catalogue.ts';
import type { Checker } from './checker.ts';
import { readSide } from './compare.ts';
import { inSlices } from './compile-in-slices.ts';
import type { EntryIds } from './rules/draft.ts';
import { drawing, type Graph } from './rules/graph.ts';
import type { Problem } from './rules/problems.ts';
import type { Filters } from './rules/template-values.ts';
import type { ConfigDocument } from './schema.ts';
import { keepSoundMessages } from './sound-messages.ts';

/** A document as a picture. */
export type GraphDrawer = (document: ConfigDocument, ids: EntryIds) => Promise<Graph>;

/** Draws by what this program's actions lead to. */
export function createGraphDrawer({
  actions,
  filters,
}: {
  readonly actions: readonly Action[];
  readonly filters: Filters;
}): GraphDrawer {
  const options = { actions: catalogueOf(actions), filters, languages: LANGUAGES, sound: keepSoundMessages() };
  return (document, ids) => inSlices(drawing(document, ids, options));
}

export interface DrawnGraph extends Graph {
  readonly problems: readonly Problem[];
  readonly ids: EntryIds;
}

/** The picture of a version or of the draft, with what is wrong in it; null where there is none. */
export async function drawGraph(
  { queries, check, draw }: { readonly queries: Queries; readonly check: Checker; readonly draw: GraphDrawer },
  side: number | 'draft',
): Promise<DrawnGraph | null> {
  const found = await readSide(queries, side);
  if (found === null) return null;
  const { document, ...ids } = found;
  const graph = await draw(document, ids);
  return { ...graph, problems: await check(document, queries), ids };
}
