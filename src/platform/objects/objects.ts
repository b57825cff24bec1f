import type { Readable } from 'node:stream';

/** An object as it is read. */
export interface StoredObject {
  /** In bytes. */
  readonly size: number;
  readonly content: Readable;
}

/** How an object is kept; a store that knows no such thing leaves it out. */
export interface Keeping {
  /** Its media type. */
  readonly type?: string;
  /** A class of storage that the store knows, such as `GLACIER`. */
  readonly storageClass?: string;
}

/** Keeps files by their keys, such as `exports/42/…csv`. */
export interface Objects {
  /**
   * Keeps a file, in place of an earlier one: whole, or not at all where `content` fails.
   *
   * @returns its bytes, which outlive a loss of power from now on.
   * @throws what `content` throws.
   * @throws {ObjectsError} where the store is away, refuses or is full.
   */
  put(key: string, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, keeping?: Keeping): Promise<number>;
  /**
   * Null where there is nothing under this key.
   *
   * @throws {ObjectsError} where it is away, or the object lies in a class of storage that has to be thawed first.
   */
  get(key: string): Promise<StoredObject | null>;
  /** Forgets a file; nothing happens where there is none. */
  delete(key: string): Promise<void>;
  /** The keys that begin so, and their objects' bytes; one that comes or goes meanwhile may be told or not. */
  list(prefix: string): AsyncIterable<{ readonly key: string; readonly size: number }>;
  /**
   * Forgets what was begun under such keys before then and never became whole: its process has died. Nobody could read
   * it, but it lies there, with people's data in it.
   */
  dropUnfinished(prefix: string, before: Temporal.Instant): Promise<void>;
  /** Moves an object into another class of storage, inside the store; one that knows no such thing leaves it. */
  reclassify(key: string, storageClass: string): Promise<void>;
  /**
   * Asks for an object to be brought back from cold storage for some days, which takes hours. Asking again does no harm.
   *
   * @returns whether it can be read already.
   */
  thaw(key: string, days: number): Promise<boolean>;
}

/** The store is away, or refuses. */
export class ObjectsError extends Error {
  override readonly name = 'ObjectsError';
  /** Whether the object is there but has to be brought back from cold storage, which takes hours. */
  readonly isFrozen: boolean;

  constructor(message: string, options?: ErrorOptions & { readonly isFrozen?: boolean }) {
    super(message, options);
    this.isFrozen = options?.isFrozen ?? false;
  }
}

/** @throws for what could lead out of a folder, or means something to a file system or an address. */
export function requireKey(key: string): string {
  if (!/^[a-z0-9][\w-]*(\.\w+)*(\/[a-z0-9][\w-]*(\.\w+)*)*$/i.test(key))
    throw new RangeError(`no key of an object: ${key}`);
  return key;
}
