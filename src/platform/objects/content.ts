import { ObjectsError } from './objects.ts';

/** What is put, on its way to a store. */
export interface WatchedContent {
  readonly pieces: AsyncGenerator<Uint8Array>;
  /** Bytes that have gone by. */
  readonly size: () => number;
  /** What a failed `put` fails with: the content's own error as it is, or else that the store has failed. */
  readonly blame: (error: unknown, message: string) => unknown;
}

/** Counts content while a store takes it, and remembers whether it was the content itself that failed. */
export function watchContent(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): WatchedContent {
  let size = 0;
  let failure: { readonly error: unknown } | null = null;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    let isTheirs = false;
    try {
      for await (const piece of content) {
        size += piece.length;
        // A store that gives up throws into what it reads from; that is none of the content's doing.
        isTheirs = true;
        yield piece;
        isTheirs = false;
      }
    } catch (error) {
      if (!isTheirs) failure = { error };
      throw error;
    }
  }
  return {
    pieces: pieces(),
    size: () => size,
    blame: (cause, message) => (failure ? failure.error : new ObjectsError(message, { cause })),
  };
}
