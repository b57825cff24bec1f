import type { Readable } from 'node:stream';

/** An object as it is read. */
export interface StoredObject {
  /** In bytes. */
  readonly size: number;
  readonly content: Readable;
}

/** Keeps files by their keys, such as `exports/42/…csv`. */
export interface Objects {
  /**
   * Keeps a file, in place of an earlier one: whole, or not at all where `content` fails.
   *
   * @returns its bytes.
   */
  put(key: string, content: AsyncIterable<Uint8Array>): Promise<number>;
  /** Null where there is nothing under this key. */
  get(key: string): Promise<StoredObject | null>;
  /** Forgets a file; nothing happens where there is none. */
  delete(key: string): Promise<void>;
}

/** @throws for what could lead out of a folder, or means something to a file system or an address. */
export function requireKey(key: string): string {
  if (!/^[a-z0-9][\w-]*(\.\w+)?(\/[a-z0-9][\w-]*(\.\w+)?)*$/i.test(key))
    throw new RangeError(`no key of an object: ${key}`);
  return key;
}
