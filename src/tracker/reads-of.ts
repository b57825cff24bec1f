import { sql } from 'kysely';
import type { Database } from '../platform/database/database.ts';
import type { Session } from '../platform/database/session.ts';
import type { UserId } from '../platform/ids.ts';
import { wroteLately } from './store.ts';

/**
 * Where one person's sessions are read outside a turn: on the replica where there is one that may be read, unless they
 * have changed something in the last ten seconds.
 */
export async function readsOf(
  { reads, replica }: Pick<Database, 'reads' | 'replica'>,
  userId: UserId,
): Promise<Session> {
  const aside = replica?.over(reads);
  if (!aside) return reads;
  const [[row]] = await reads.send(sql<{ wrote_lately: boolean }>`
    select ${wroteLately} from trackers t where t.user_id = ${userId}::bigint`);
  return row?.wrote_lately === false ? aside : reads;
}
