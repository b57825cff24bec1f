import type { BucketRules, Spent } from './bucket.ts';

/**
 * A place beside the database for what can be made again at any time: it may be unreachable or empty at any moment.
 * Everything in it is text under a key that others may read too.
 *
 * Whatever asks it fails with a `CacheError` within `cacheTimeLimit`, and at once where it is known to be away.
 */
export interface Cache {
  /** Whether other processes see what this one writes and hear what it tells. */
  readonly isShared: boolean;
  /** Whether it could be reached when it was last tried. */
  isAvailable(): boolean;
  /** @returns the values in the order of the keys; null where there is none. */
  read(keys: readonly string[]): Promise<readonly (string | null)[]>;
  has(keys: readonly string[]): Promise<readonly boolean[]>;
  write(entries: readonly (readonly [key: string, value: string])[]): Promise<void>;
  delete(keys: readonly string[]): Promise<void>;
  /** All keys that begin so; one may come twice, and one that comes or goes meanwhile may be told or not. */
  keysOf(prefix: string): Promise<ReadonlySet<string>>;
  /** Takes a token out of the bucket under this key, which is full where there is none. */
  spend(key: string, rules: BucketRules): Promise<Spent>;
  /** Takes several tokens at once out of a bucket that processes share. */
  share(key: string, rules: BucketRules, wish: ShareWish): Promise<Share>;
  /** Tells whoever listens now, in every process. */
  tell(channel: string, message: string): Promise<void>;
  /** Listens until the process ends; what is told while the connection is broken is missed. */
  listen(channel: string, onMessage: (message: string) => void): void;
  close(): Promise<void>;
}

export interface ShareWish {
  /** Tokens, at most. */
  readonly wanted: number;
  /** Who wants them: this process. */
  readonly sharer: string;
}

export interface Share {
  readonly granted: number;
  /** How many have wanted some within `sharerLasts`, this one included. */
  readonly sharers: number;
}

/** Milliseconds after its last wish in which somebody counts as a sharer. */
export const sharerLasts = 10_000;

/** Milliseconds, for one question or one part of a long list. */
export const cacheTimeLimit = 1_000;

/** The cache is away, or did not answer in time. Nobody is to blame, and the database knows the answer. */
export class CacheError extends Error {
  override readonly name = 'CacheError';
}
