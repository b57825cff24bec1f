import { enrol, peopleDesk, readPeople } from '../people/store.ts';
import type { Defaults, Person } from '../people/person.ts';
import { interactionsDesk } from '../interactions/store.ts';
import { Batch } from '../platform/database/batch.ts';
import type { Queries, Transaction } from '../platform/database/database.ts';
import type { TelegramId, UserId } from '../platform/ids.ts';
import type { Clock } from '../platform/clock.ts';
import { activitiesDesk } from '../tracker/activities.ts';
import { lockTrackers, trackerDesk, waitForTracker } from '../tracker/store.ts';
import { answerUpdate, type Answer, type Answering } from './answer-update.ts';
import type { Letter } from './courier.ts';
import type { Incoming } from './incoming.ts';
import { readProcessed, readWaiting, recordProcessed, type Processed } from './once.ts';

/** What became of one update in a group. */
export type GroupResult =
  /** It took effect just now. */
  | { readonly kind: 'committed'; readonly letter: Letter | null }
  /** It had taken effect before; its answer, where it has one, is that row of `outgoing`. */
  | { readonly kind: 'repeated'; readonly answerId: number | null }
  /** Somebody else holds this person's tracker. */
  | { readonly kind: 'busy' };

export interface GroupDependencies {
  readonly queries: Queries;
  readonly clock: Clock;
  readonly botId: number;
  readonly defaults: Defaults;
  readonly knownIds: KnownIds;
  readonly answering: Answering;
  /** Gives newcomers what the configuration has ready for them. */
  readonly welcome: (transaction: Transaction, newcomers: readonly Person[]) => Promise<void>;
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
 * @param mode `together` skips whoever is locked; `alone` waits for the lock; `apology` commits only the fact and
 *   an apology, for an update that cannot be applied.
 * @throws whatever the database says; then nothing has been committed, or nobody knows.
 */
export async function commitGroup(
  { queries, clock, botId, defaults, knownIds, answering, welcome }: GroupDependencies,
  updates: readonly Incoming[],
  mode: 'together' | 'alone' | 'apology',
): Promise<Map<Incoming, GroupResult>> {
  return queries.transaction().execute(async (transaction) => {
    const results = new Map<Incoming, GroupResult>();
    const { ids, newcomers } = await identify(transaction, updates, knownIds);
    const locked = await lock(transaction, ids, newcomers, mode);

    const taken: Incoming[] = [];
    for (const update of updates) {
      const id = ids.get(update);
      if (update.sender === null || (id !== undefined && locked.has(id))) taken.push(update);
      else {
        // Held by somebody, or erased since we met.
        knownIds.delete(update.sender.telegramId);
        results.set(update, { kind: 'busy' });
      }
    }

    const before = await readProcessed(
      transaction,
      botId,
      taken.map((update) => update.updateId),
    );
    const fresh = taken.filter((update) => !before.has(update.updateId));
    for (const update of taken)
      if (before.has(update.updateId))
        results.set(update, { kind: 'repeated', answerId: before.get(update.updateId) ?? null });
    if (fresh.length === 0) return results;

    const batch = openDesks(transaction);
    const present = fresh.map((update) => ids.get(update)).filter((id) => id !== undefined);
    const people = await readPeople(transaction, present, defaults);
    await batch.use(trackerDesk).load(present);
    await welcome(
      transaction,
      [...newcomers].map((id) => people.get(id)).filter((person) => person !== undefined),
    );
    const chats = fresh.map((update) => update.chatId).filter((chatId) => chatId !== null);
    const waiting = await readWaiting(transaction, botId, chats);

    const now = clock.now();
    const answers = await allOf(
      fresh.map(async (update): Promise<[Incoming, Answer]> => {
        const id = ids.get(update);
        const person = id === undefined ? null : (people.get(id) ?? null);
        return [update, await answerUpdate(answering, { update, person, batch, now, isFailed: mode === 'apology' })];
      }),
    );
    await batch.flush();
    const processed = answers.map(([update, { calls }]): Processed => {
      const { updateId, chatId } = update;
      return { updateId, userId: ids.get(update) ?? null, chatId, calls };
    });
    const letters = await recordProcessed(transaction, botId, processed);
    for (const [update, { calls }] of answers) {
      const letterId = letters.get(update.updateId);
      const { chatId } = update;
      if (letterId === undefined || chatId === null) results.set(update, { kind: 'committed', letter: null });
      else {
        const letter = { id: letterId, chatId, userId: ids.get(update) ?? null, calls, behind: waiting.has(chatId) };
        results.set(update, { kind: 'committed', letter });
      }
    }
    return results;
  });
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
function openDesks(transaction: Transaction): Batch {
  const batch = new Batch(transaction);
  batch.use(peopleDesk);
  batch.use(activitiesDesk);
  batch.use(trackerDesk);
  batch.use(interactionsDesk);
  return batch;
}

async function identify(
  transaction: Transaction,
  updates: readonly Incoming[],
  knownIds: KnownIds,
): Promise<{ ids: Map<Incoming, UserId>; newcomers: Set<UserId> }> {
  const ids = new Map<Incoming, UserId>();
  const strangers: Incoming[] = [];
  for (const update of updates) {
    if (!update.sender) continue;
    const known = knownIds.get(update.sender.telegramId);
    if (known === undefined) strangers.push(update);
    else ids.set(update, known);
  }
  if (strangers.length === 0) return { ids, newcomers: new Set() };
  const senders = strangers.map((update) => update.sender).filter((sender) => sender !== null);
  const enrolled = await enrol(transaction, senders);
  for (const update of strangers) {
    const id = update.sender === null ? undefined : enrolled.ids.get(update.sender.telegramId);
    if (id !== undefined) ids.set(update, id);
  }
  return { ids, newcomers: enrolled.newcomers };
}

async function lock(
  transaction: Transaction,
  ids: ReadonlyMap<Incoming, UserId>,
  newcomers: ReadonlySet<UserId>,
  mode: 'together' | 'alone' | 'apology',
): Promise<Set<UserId>> {
  // What this transaction has just inserted is locked by that.
  const others = [...ids.values()].filter((id) => !newcomers.has(id));
  if (others.length === 0) return new Set(newcomers);
  if (mode === 'together') return new Set([...newcomers, ...(await lockTrackers(transaction, others))]);
  const locked = new Set(newcomers);
  for (const id of others) if (await waitForTracker(transaction, id)) locked.add(id);
  return locked;
}
