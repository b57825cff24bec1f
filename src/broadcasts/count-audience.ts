import { sql } from 'kysely';
import { openFigures, type FiguresDependencies } from '../interactions/open-figures.ts';
import type { Segment } from './schema.ts';
import { countRecipients } from './store/segment.ts';

/** How many people a segment is now, by the replica where there is one that follows. */
export async function countAudience(
  deps: FiguresDependencies,
  segment: Segment,
  defaultLanguage: string,
): Promise<number> {
  const { now, closedUntil: active, trackedUntil: tracked, ask } = await openFigures(deps);
  const context = { defaultLanguage, now, rolledUp: { active, tracked }, among: sql`users` };
  const [row] = await ask(countRecipients(segment, context));
  return row?.people ?? 0;
}
