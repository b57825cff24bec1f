import { sql } from 'kysely';
import type { Database } from '../platform/database/database.ts';
import type { Session } from '../platform/database/session.ts';
import type { SessionId } from '../platform/ids.ts';
import { readDeleted, readSession, type PersonalSession } from './sessions.ts';

interface Reading {
  readonly database: Database;
}

/** A session by its id, whoever's it is. */
export function findSession({ database }: Reading, id: SessionId): Promise<PersonalSession | null> {
  return readOnly(database, (session) => readSession(session, id));
}

/** A session that was deleted and can still be brought back. */
export function findDeleted({ database }: Reading, id: SessionId): Promise<PersonalSession | null> {
  return readOnly(database, (session) => readDeleted(session, id));
}

/** A transaction that changes nothing. */
export function readOnly<Result>(database: Database, read: (session: Session) => Promise<Result>): Promise<Result> {
  return database.transact(async (session) => {
    const result = await read(session);
    return { before: [], statement: sql`select`, conclude: () => result };
  });
}
