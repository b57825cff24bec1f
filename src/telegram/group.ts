import { sql } from 'kysely';
import { z } from 'zod';
import { conversationsDesk, readConversations } from '../builder/conversations.ts';
import { interactionsDesk } from '../interactions/store.ts';
import type { Defaults, Person, Sender } from '../people/person.ts';
import { enrol, peopleDesk, readPeople, toPerson } from '../people/store.ts';
import type { Clock } from '../platform/clock.ts';
import { Batch } from '../platform/database/batch.ts';
import type { Database } from '../platform/database/database.ts';
import type { Session, Statement } from '../platform/database/session.ts';
import type { TelegramId, UserId } from '../platform/ids.ts';
import { activitiesDesk } from '../tracker/activities.ts';
import { lockTrackers, readTrackers, trackerDesk, waitForTrackers } from '../tracker/store.ts';
import { answerUpdate, type Answer, type Answering } from './answer-update.ts';
import type { Letter } from './courier.ts';
import type { Incoming } from './incoming.ts';
import { readProcessed, readWaiting, recordProcessed, type Processed } from './once.ts';

/**
 * `together` skips whoever is locked; `alone` waits for the lock; `apology` commits only the fact and an apology,
 * for an update that cannot be applied.
 */
export type GroupMode = 'together' | 'alone' | 'apology';

/** What became of one update in a group. */
export type GroupResult =
  /** It took effect just now. */
  | { readonly kind: 'committed'; readonly letter: Letter | null }
  /** It had taken effect before; its answer, where it has one, is that row of `outgoing`. */
  | { readonly kind: 'repeated'; readonly answerId: number | null }
  /** Somebody else holds this person's tracker. */
  | { readonly kind: 'busy' };

export interface GroupDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly botId: number;
  readonly defaults: Defaults;
  readonly knownIds: KnownIds;
  readonly answering: Answering;
  /** Gives newcomers what the configuration has ready for them. */
  readonly welcome: (newcomers: readonly Person[]) => readonly Statement[];
}

/** Ids of people met lately, so that they need not be looked up. May forget, and may be wrong about the erased. */
export interface KnownIds {
  get(telegramId: TelegramId): UserId | undefined;
  set(telegramId: TelegramId, userId: UserId): void;
  delete(telegramId: TelegramId): void;
}

/**
 * Applies updates of different people in one transaction: lock, read, decide, write everything in sets, commit.
 * At most one update per person. Nothing in it waits for the network but the database's.
 *
 * @throws whatever the database says; then nothing has been committed, or nobody knows.
 */
export async function commitGroup(
  { database, clock, botId, defaults, knownIds, answering, welcome }: GroupDependencies,
  updates: readonly Incoming[],
  mode: GroupMode,
): Promise<Map<Incoming, GroupResult>> {
  return database.transact(async (session) => {
    const { ids, newcomers } = await identify(session, updates, knownIds);
    const known = [...new Set(ids.values())];
    const chats = updates.map((update) => update.chatId).filter((chatId) => chatId !== null);
    // What this transaction has just inserted is locked by that.
    const others = known.filter((id) => !newcomers.has(id));
    const [, locks, before, people, trackers, conversations, waiting] = await session.send(
      sql`select set_config('lock_timeout', ${lockTimeout}, true)`,
      mode === 'together' ? lockTrackers(others) : waitForTrackers(others),
      readProcessed(
        botId,
        updates.map((update) => update.updateId),
      ),
      readPeople(known),
      readTrackers(known),
      readConversations(known),
      readWaiting(botId, chats),
    );

    const locked = new Set([...newcomers, ...locks.map((row) => row.user_id)]);
    const answered = new Map(before.map((row) => [row.update_id, row.answer_id]));
    const results = new Map<Incoming, GroupResult>();
    const fresh: Incoming[] = [];
    for (const update of updates) {
      const id = ids.get(update);
      const answerId = answered.get(update.updateId);
      if (update.sender !== null && (id === undefined || !locked.has(id))) {
        // Held by somebody, or erased since we met.
        knownIds.delete(update.sender.telegramId);
        results.set(update, { kind: 'busy' });
      } else if (answerId !== undefined) results.set(update, { kind: 'repeated', answerId });
      else fresh.push(update);
    }

    const batch = openDesks(session);
    batch.use(trackerDesk).load(trackers);
    batch.use(conversationsDesk).load(known, conversations);
    const present = new Map(people.map((row) => [row.id, toPerson(row, defaults)]));
    const welcomes = welcome([...newcomers].map((id) => present.get(id)).filter((person) => person !== undefined));
    if (welcomes.length > 0) await session.send(...welcomes);

    const now = clock.now();
    const busyChats = new Set(waiting.map((row) => row.chat_id));
    const answers = await allOf(
      fresh.map(async (update): Promise<[Incoming, Answer]> => {
        const id = ids.get(update);
        const person = id === undefined ? null : (present.get(id) ?? null);
        return [update, await answerUpdate(answering, { update, person, batch, now, isFailed: mode === 'apology' })];
      }),
    );
    const processed = answers.map(([update, { calls }]): Processed => {
      const { updateId, chatId } = update;
      return { updateId, userId: ids.get(update) ?? null, chatId, calls };
    });
    return {
      statements: [...batch.statements(), recordProcessed(botId, processed)],
      conclude: (rows) => {
        const letters = answerIds(rows.at(-1) ?? []);
        for (const [update, { calls }] of answers) {
          const { updateId, chatId, sender } = update;
          const [id, userId] = [letters.get(updateId), ids.get(update) ?? null];
          if (sender && userId !== null) knownIds.set(sender.telegramId, userId);
          const letter =
            id === undefined || chatId === null ? null : { id, chatId, userId, calls, behind: busyChats.has(chatId) };
          results.set(update, { kind: 'committed', letter });
        }
        return results;
      },
    };
  });
}

/** How long a tracker that somebody else holds is waited for, where it is waited for. */
const lockTimeout = '2s';

/** The rows of `recordProcessed`. */
function answerIds(rows: readonly unknown[]): Map<number, number> {
  return new Map(
    z
      .array(z.object({ update_id: z.number(), answer_id: z.number() }))
      .parse(rows)
      .map((row) => [row.update_id, row.answer_id]),
  );
}

/**
 * Waits for every turn, also when one has failed: what the others still ask would go to a connection that is given
 * back by then, into the middle of somebody else's transaction.
 */
async function allOf<Result>(turns: readonly Promise<Result>[]): Promise<Result[]> {
  await Promise.allSettled(turns);
  return Promise.all(turns);
}

/** Who is referred to writes first. */
function openDesks(session: Session): Batch {
  const batch = new Batch(session);
  batch.use(peopleDesk);
  batch.use(activitiesDesk);
  batch.use(trackerDesk);
  batch.use(interactionsDesk);
  return batch;
}

async function identify(
  session: Session,
  updates: readonly Incoming[],
  knownIds: KnownIds,
): Promise<{ ids: Map<Incoming, UserId>; newcomers: Set<UserId> }> {
  const ids = new Map<Incoming, UserId>();
  const strangers: { update: Incoming; sender: Sender }[] = [];
  for (const update of updates) {
    const { sender } = update;
    if (!sender) continue;
    const known = knownIds.get(sender.telegramId);
    if (known === undefined) strangers.push({ update, sender });
    else ids.set(update, known);
  }
  if (strangers.length === 0) return { ids, newcomers: new Set() };
  const enrolled = await enrol(
    session,
    strangers.map(({ sender }) => sender),
  );
  for (const { update, sender } of strangers) {
    const id = enrolled.ids.get(sender.telegramId);
    if (id !== undefined) ids.set(update, id);
  }
  return { ids, newcomers: enrolled.newcomers };
}
