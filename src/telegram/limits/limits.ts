import { fullBucket, spend, type Bucket, type BucketRules, type Spent } from '../../platform/cache/bucket.ts';
import { CacheError, type Cache } from '../../platform/cache/cache.ts';
import type { TelegramId, UserId } from '../../platform/ids.ts';
import { LatelyUsed } from '../../platform/lately-used.ts';

/** What a person may do with one more update: take it; take none and be told so; take none, having been told. */
export type Verdict = 'pass' | 'tell' | 'drop';

export interface LimitsOptions {
  readonly cache: Pick<Cache, 'isShared' | 'isAvailable' | 'spend' | 'share'>;
  /** Updates a second: of one person, and of all people in all processes. */
  readonly perUser: number;
  readonly total: number;
  /** Who somebody is, where this process has met them. */
  readonly userIdOf: (telegramId: TelegramId) => UserId | undefined;
  /** This process. */
  readonly holder: string;
}

export interface Limits {
  /** Whether one more update of this person may be taken now. Without Redis the answer is there at once. */
  ask(person: TelegramId): Verdict | Promise<Verdict>;
}

/** How much more than in a second somebody may do in one go. */
const burstFactor = 4;
/** People whose buckets this process remembers for certain, of twice as many at most; the others begin anew. */
const remembered = 25_000;
/** The part of a second's updates that a process fetches at a time for all of its people together. */
const portion = 1 / 20;
/** Milliseconds before a process asks again after it was granted nothing. */
const pause = 50;
/** Milliseconds for which it goes by its own part after Redis refused one: it is full, or takes no writes. */
const pauseRefused = 1_000;

const allKey = 'limit:total';

/** By the internal id: Redis learns no other, and all keys of a person share a slot of a Cluster. */
const limitKey = (userId: UserId): string => `limit:{${userId}}`;

/** Who somebody is to this process's own buckets: the internal id, or Telegram's below zero. A number costs nothing. */
type Who = number;

/** Who is kept out by the limit of all people together is told once a minute. */
const tellingRules: BucketRules = { rate: 1 / 60, burst: 1 };

/**
 * Limits the updates of each person and of all together. The buckets lie in Redis, so that they hold across processes:
 * one question for each update about the person. For all people together a process fetches a portion ahead of need, so
 * that this costs no question. Where Redis is away or refuses, and for people this process has not met, its own buckets
 * count; of the whole it then takes the part that it had among the processes when Redis was last there.
 */
export function createLimits({ cache, perUser, total, userIdOf, holder }: LimitsOptions): Limits {
  // A bucket that holds less than one would never let anybody in.
  const personal: BucketRules = { rate: perUser, burst: Math.max(1, perUser * burstFactor) };
  const overall: BucketRules = { rate: total, burst: Math.max(1, total) };
  const wanted = Math.max(1, Math.ceil(total * portion));
  const own = createOwnBuckets(personal);
  const told = createOwnBuckets(tellingRules);
  let ownOfAll: Bucket | undefined;
  let sharers = 1;
  let stock = 0;
  let fetching: Promise<void> | undefined;
  let nextFetch = 0;
  let refusedUntil = 0;

  async function fetch(): Promise<void> {
    try {
      const share = await cache.share(allKey, overall, { wanted, sharer: holder });
      stock += share.granted;
      ({ sharers } = share);
      if (share.granted === 0) nextFetch = performance.now() + pause;
    } catch (error) {
      if (!(error instanceof CacheError)) throw error;
      refusedUntil = performance.now() + pauseRefused;
    }
    fetching = undefined;
  }

  function isThere(): boolean {
    return cache.isShared && cache.isAvailable();
  }

  /** Takes one of the whole; undefined where that has to be asked first. */
  function takeFromStock(): boolean | undefined {
    const now = performance.now();
    if (!isThere() || (stock < 1 && now < refusedUntil)) {
      const part = { rate: total / sharers, burst: Math.max(1, total / sharers) };
      ownOfAll ??= fullBucket(part, now);
      return spend(ownOfAll, part, now) === 'spent';
    }
    if (stock < wanted / 2 && now >= Math.max(nextFetch, refusedUntil)) fetching ??= fetch();
    if (stock >= 1) {
      stock -= 1;
      return true;
    }
    return fetching === undefined ? false : undefined;
  }

  function tellOnce(who: Who): Verdict {
    return told.spend(who) === 'spent' ? 'tell' : 'drop';
  }

  function ofAll(spent: Spent, who: Who): Verdict | Promise<Verdict> {
    if (spent !== 'spent') return spent === 'told_now' ? 'tell' : 'drop';
    const taken = takeFromStock();
    if (taken !== undefined) return taken ? 'pass' : tellOnce(who);
    return (fetching ?? Promise.resolve()).then(() => (takeFromStock() === true ? 'pass' : tellOnce(who)));
  }

  async function askThere(userId: UserId): Promise<Verdict> {
    let spent: Spent;
    try {
      spent = await cache.spend(limitKey(userId), personal);
    } catch (error) {
      if (!(error instanceof CacheError)) throw error;
      spent = own.spend(userId);
    }
    return ofAll(spent, userId);
  }

  return {
    ask(person) {
      const userId = userIdOf(person);
      if (userId !== undefined && isThere()) return askThere(userId);
      const who = userId ?? 0 - person;
      return ofAll(own.spend(who), who);
    },
  };
}

/** Buckets of this process alone, one for each person. */
function createOwnBuckets(rules: BucketRules): { spend(who: Who): Spent } {
  const buckets = new LatelyUsed<Who, Bucket>(remembered);
  return {
    spend(who) {
      const now = performance.now();
      const known = buckets.get(who);
      if (known) return spend(known, rules, now);
      const bucket = fullBucket(rules, now);
      buckets.set(who, bucket);
      return spend(bucket, rules, now);
    },
  };
}
