import type { Defaults } from '../people/person.ts';
import type { Queries } from '../platform/database/database.ts';
import { createDue } from './rules/schedule.ts';
import { beginDue, nextGathering, readCandidates, writePage } from './store/gathering.ts';

/** People looked at in one statement, and written down in the next: each takes some tens of milliseconds. */
const atOnce = 2_000;

/**
 * Lets what is due begin, and writes down the next of its recipients. May be stopped and begun anew anywhere.
 *
 * @returns whether there may be more.
 */
export async function gatherNext(queries: Queries, defaults: Defaults, now: Temporal.Instant): Promise<boolean> {
  await beginDue(queries);
  const gathering = await nextGathering(queries);
  if (!gathering) return false;
  const { language: defaultLanguage, timeZone } = defaults;
  const candidates = await readCandidates(queries, gathering, { limit: atOnce, defaultLanguage, now });
  const dueIn = createDue(gathering.local_at, timeZone, now);
  const people = candidates.filter((one) => one.is_meant).map((one) => ({ id: one.id, dueAt: dueIn(one.time_zone) }));
  const to = candidates.at(-1)?.id ?? gathering.gathered_to;
  await writePage(queries, gathering, { people, to, isLast: candidates.length < atOnce });
  return true;
}
