import { conversationsDesk } from '../builder/conversations.ts';
import { interactionsDesk } from '../interactions/store/interactions.ts';
import type { Defaults, Person } from '../people/person.ts';
import { enrol, peopleDesk, toPerson, type Newcomer } from '../people/store.ts';
import type { Clock } from '../platform/clock.ts';
import { Batch, together } from '../platform/database/batch.ts';
import type { Database } from '../platform/database/database.ts';
import type { Session, Statement } from '../platform/database/session.ts';
import type { TelegramId, UserId } from '../platform/ids.ts';
import { outboxDesk } from '../platform/outbox/outbox-desk.ts';
import { whenThere, type Soon } from '../platform/soon.ts';
import { activitiesDesk } from '../tracker/activities.ts';
import { trackerDesk, type RunningNow } from '../tracker/store.ts';
import { answerUpdate, type Answering } from './answer-update.ts';
import type { Letter } from './courier.ts';
import type { Incoming } from './incoming.ts';
import { answerIds, recordProcessed, type AnswerId, type Processed } from './once.ts';
import { lockAndRead, type Asked } from './read-group.ts';
import { WrittenCall } from './written-call.ts';

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
  /** What has been said already and is to be deleted; it goes with the next group. */
  readonly said: Said;
  /** Gives newcomers what the configuration has ready for them. */
  readonly welcome: (newcomers: readonly Person[]) => readonly Statement[];
  /** Told what runs, once that is committed. */
  readonly onTimers?: (changed: readonly RunningNow[]) => void;
}

/** Rows of `outgoing` that have been said. */
export interface Said {
  /** All that are not deleted yet. */
  pending(): readonly number[];
  /** Those of them that nobody deletes yet; whoever takes them does. */
  take(): readonly number[];
  /** These are deleted. */
  forgotten(ids: readonly number[]): void;
  /** These are not deleted after all. */
  giveBack(ids: readonly number[]): void;
}

/** Ids of people met lately, so that they need not be looked up. May forget, and may be wrong about the erased. */
export interface KnownIds {
  get(telegramId: TelegramId): UserId | undefined;
  set(telegramId: TelegramId, userId: UserId): void;
  delete(telegramId: TelegramId): void;
}

interface AskedUpdate extends Asked {
  readonly update: Incoming;
}

/** An update that has not taken effect yet. */
interface Fresh {
  readonly update: Incoming;
  readonly userId: UserId | null;
  readonly person: Person | null;
}

interface Answered extends Processed {
  readonly update: Incoming;
}

/**
 * Applies updates of different people in one transaction: lock, read, decide, write everything in sets, commit.
 * At most one update per person. Nothing in it waits for the network but the database's.
 *
 * @throws whatever the database says; then nothing has been committed, or nobody knows.
 */
export async function commitGroup(
  dependencies: GroupDependencies,
  updates: readonly Incoming[],
  mode: GroupMode,
): Promise<Map<Incoming, GroupResult>> {
  const { database, clock, botId, defaults, knownIds, answering, welcome, said } = dependencies;
  let forgotten: readonly number[] = [];
  const committed = database.transact(async (session) => {
    const { asked, newcomers } = await identify(session, updates, knownIds);
    const state = await lockAndRead(session, botId, asked, mode !== 'together');

    const people = new Map<UserId, Person>();
    for (const row of state.people) people.set(row.user_id, toPerson(row.user_id, row, defaults));
    const results = new Map<Incoming, GroupResult>();
    const fresh: Fresh[] = [];
    for (const { update, updateId, userId } of asked) {
      const person = userId === null ? null : (people.get(userId) ?? null);
      const answerId = state.processed.get(updateId);
      const isNobody = userId === null && isLeaving(update);
      if (update.sender !== null && !isNobody && person === null) {
        // Held by somebody, or erased since we met.
        knownIds.delete(update.sender.telegramId);
        results.set(update, { kind: 'busy' });
      } else if (answerId !== undefined) results.set(update, { kind: 'repeated', answerId });
      else fresh.push({ update, userId, person });
    }

    const batch = openDesks(session, database.replica?.over(session));
    batch.use(trackerDesk).load(state.trackers);
    batch.use(conversationsDesk).load(state.conversations);
    const welcomes = welcome([...newcomers].map((id) => people.get(id)).filter((person) => person !== undefined));
    if (welcomes.length > 0) await session.send(...welcomes);
    const [alone] = state.people;
    // Whoever is welcomed has others than were read.
    if (alone && state.activities && welcomes.length === 0)
      batch.use(activitiesDesk).load(alone.user_id, state.activities);

    const now = clock.now();
    const isFailed = mode === 'apology';
    const answered = await allOf(fresh, ({ update, userId, person }) =>
      whenThere(answerUpdate(answering, { update, person, batch, now, isFailed }), ({ calls }): Answered => {
        const { updateId, chatId } = update;
        return { update, updateId, userId, chatId, calls: calls.map((call) => new WrittenCall(call)) };
      }),
    );
    forgotten = said.take();
    const writes = [...batch.writes(), ...recordProcessed(botId, answered, forgotten)];
    const changed = batch.use(trackerDesk).changed();
    return {
      ...together(writes, answerIds(botId, said.pending())),
      conclude: whenCommitted(dependencies, { answered, results, forgotten, changed }),
    };
  });
  try {
    return await committed;
  } catch (error) {
    said.giveBack(forgotten);
    throw error;
  }
}

/** What is left of a group to be told of once it is committed. */
interface Decided {
  readonly answered: readonly Answered[];
  /** Of the updates that were not applied; the others join them. */
  readonly results: Map<Incoming, GroupResult>;
  /** Rows of `outgoing` that are deleted. */
  readonly forgotten: readonly number[];
  readonly changed: readonly RunningNow[];
}

/**
 * Stands apart from the transaction so as to know no more than it needs. A closure in there would keep the turns, with
 * all that they read and said, through the commit, which takes longest of all: the collector copies what lives that long,
 * and it grows old.
 */
function whenCommitted(
  { knownIds, said, onTimers }: GroupDependencies,
  { answered, results, forgotten, changed }: Decided,
): (answerRows: readonly AnswerId[]) => Map<Incoming, GroupResult> {
  return (answerRows) => {
    said.forgotten(forgotten);
    onTimers?.(changed);
    const letters = new Map<number, AnswerId>();
    for (const row of answerRows) letters.set(row.update_id, row);
    for (const { update, updateId, userId, chatId, calls } of answered) {
      const row = letters.get(updateId);
      if (update.sender && userId !== null) knownIds.set(update.sender.telegramId, userId);
      const letter =
        row === undefined || chatId === null
          ? null
          : { id: row.answer_id, chatId, userId, calls, behind: row.is_behind };
      results.set(update, { kind: 'committed', letter });
    }
    return results;
  };
}

/**
 * Takes every turn, and waits for all of them, also when one has failed: what the others still ask would go to a
 * connection that is given back by then, into the middle of somebody else's transaction.
 *
 * @throws the first error.
 */
async function allOf<Item, Result>(
  items: readonly Item[],
  take: (item: Item) => Soon<Result>,
): Promise<readonly Result[]> {
  const [there, later]: [Result[], Promise<unknown>[]] = [[], []];
  for (const [place, item] of items.entries()) {
    const result = attempt(take, item);
    if (result instanceof Promise) later.push(result.then((value) => (there[place] = value)));
    else there[place] = result;
  }
  if (later.length > 0) {
    await Promise.allSettled(later);
    await Promise.all(later);
  }
  return there;
}

function attempt<Item, Result>(take: (item: Item) => Soon<Result>, item: Item): Soon<Result> {
  try {
    return take(item);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** Always in one order, so that the same kinds of writes make the same statement, prepared once. */
function openDesks(session: Session, aside: Session | undefined): Batch {
  const batch = new Batch(session, aside);
  batch.use(peopleDesk);
  batch.use(activitiesDesk);
  batch.use(trackerDesk);
  batch.use(outboxDesk);
  batch.use(interactionsDesk);
  return batch;
}

async function identify(
  session: Session,
  updates: readonly Incoming[],
  knownIds: KnownIds,
): Promise<{ asked: readonly AskedUpdate[]; newcomers: ReadonlySet<UserId> }> {
  const strangers: Newcomer[] = [];
  const asked = updates.map((update): AskedUpdate => {
    const { updateId, sender } = update;
    if (!sender) return { update, updateId, userId: null };
    // Who was erased while their turn waited must not be enrolled again by it.
    const known = update.continuation?.userId ?? knownIds.get(sender.telegramId);
    if (known === undefined) strangers.push({ ...sender, isLeaving: isLeaving(update) });
    return { update, updateId, userId: known ?? null };
  });
  if (strangers.length === 0) return { asked, newcomers: new Set() };
  const { ids, newcomers } = await enrol(session, strangers);
  const met = asked.map(({ update, updateId, userId }): AskedUpdate => {
    const { sender } = update;
    return { update, updateId, userId: userId ?? (sender && (ids.get(sender.telegramId) ?? null)) };
  });
  return { asked: met, newcomers };
}

/** Whoever has been erased and now shuts the bot out stays erased. */
const isLeaving = ({ membership }: Incoming): boolean => membership === 'blocked';
