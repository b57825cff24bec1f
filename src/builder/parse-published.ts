import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { callbackSchema, documentSchema, handlerSchema, publishedSchema, type Published } from './schema.ts';

/** Entries between two looks at what else waits. */
const atOnce = 200;

/** All but the entries of which there may be thousands. */
const shellSchema = publishedSchema.extend({
  document: documentSchema.extend({ handlers: z.array(z.unknown()), callbacks: z.array(z.unknown()) }),
});

/**
 * Reads a published version in a process that answers people at the same time: ten thousand entries at once would
 * keep them waiting for 100 ms and more.
 *
 * @throws {z.ZodError} where this program does not know the form it was written in.
 */
export async function parsePublished(value: unknown): Promise<Published> {
  const shell = shellSchema.parse(value);
  const handlers = await parseInSlices(handlerSchema, shell.document.handlers);
  const callbacks = await parseInSlices(callbackSchema, shell.document.callbacks);
  return { ...shell, document: { ...shell.document, handlers, callbacks } };
}

async function parseInSlices<Entry>(schema: z.ZodType<Entry>, entries: readonly unknown[]): Promise<Entry[]> {
  const parsed: Entry[] = [];
  for (const [place, entry] of entries.entries()) {
    if (place % atOnce === atOnce - 1) await setImmediate();
    parsed.push(schema.parse(entry));
  }
  return parsed;
}
