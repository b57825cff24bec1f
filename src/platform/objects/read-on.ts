import { Readable } from 'node:stream';

/** Something that is read over a network. */
export interface Reading {
  readonly first: Readable;
  /** In bytes. */
  readonly size: number;
  /** Opens it again from this byte on. */
  readonly open: (at: number) => Promise<Readable>;
  /** What whoever reads is told when it cannot be read to its end. */
  readonly fail: (error: unknown) => Error;
}

/**
 * Reads to the end although connections break: where one does, another goes on at that byte. A reader may take its time
 * as well: a server that could not get rid of anything for long closes the connection, and is asked anew.
 */
export function readOn({ first, size, open, fail }: Reading): Readable {
  let current = first;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    let at = 0;
    let brokenAt = -1;
    for (;;) {
      try {
        for await (const piece of current) {
          at += piece.length;
          yield piece;
        }
        if (at < size) throw new Error(`it ends after ${at} bytes of ${size}`);
        return;
      } catch (error) {
        // Twice at one place: it is more than a connection that is broken.
        if (brokenAt === at || at >= size) throw fail(error);
        brokenAt = at;
      }
      current = await open(at).catch((error: unknown) => {
        throw fail(error);
      });
    }
  }
  // Whoever stops before the end, or has never begun, must not leave the connection open.
  return Readable.from(pieces(), { objectMode: false }).once('close', () => current.destroy());
}
