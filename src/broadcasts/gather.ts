import type { Defaults } from '../people/person.ts';
import { canonicalZone } from '../people/rules/zones.ts';
import type { Queries } from '../platform/database/database.ts';
import { dueIn, readLocal } from './rules/schedule.ts';
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
  const candidates = await readCandidates(queries, gathering, { limit: atOnce, defaultLanguage });
  const local = gathering.local_at === null ? null : readLocal(gathering.local_at);
  const dueIns = new Map<string, Temporal.Instant>();
  const dueOf = (zone: string): Temporal.Instant => {
    if (local === null) return now;
    const known = dueIns.get(zone);
    if (known) return known;
    const due = dueIn(canonicalZone(zone) ?? timeZone, local);
    dueIns.set(zone, due);
    return due;
  };
  const people = candidates
    .filter((one) => one.is_meant)
    .map((one) => ({ id: one.id, dueAt: dueOf(one.time_zone ?? timeZone) }));
  const to = candidates.at(-1)?.id ?? gathering.gathered_to;
  await writePage(queries, gathering, { people, to, isLast: candidates.length < atOnce });
  return true;
}
