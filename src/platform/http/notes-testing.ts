import { z } from 'zod';
import { expect } from 'vitest';
import type { ApiPlugin } from './api.ts';
import { etagOf, requireMatch } from './etag.ts';
import { pageOf, pageQuery, readCursor, toPage } from './page.ts';
import { notFound, Problem } from './problem.ts';

export const noteSchema = z.strictObject({ id: z.string(), text: z.string() });

/** What every problem document has. */
export function problem(status: number, code: string): object {
  return {
    status,
    body: expect.objectContaining({
      type: `urn:minuta:problem:${code}`,
      title: expect.any(String),
      status,
      detail: expect.any(String),
    }),
  };
}

/**
 * A feature with one of everything that features have.
 *
 * @param count of the notes that were made; a slow one is not before `untilSlow` is over.
 */
export const notesFeature =
  (count: { made: number; untilSlow?: Promise<void> }): ApiPlugin =>
  (api) => {
    const about = { tags: ['Notes'] };
    api.get(
      '/notes',
      {
        config: { needs: 'config:read' },
        schema: {
          ...about,
          summary: 'Notes',
          querystring: z.strictObject(pageQuery),
          response: { 200: pageOf(noteSchema) },
        },
      },
      async ({ query }) => {
        const after = readCursor('notes', z.int(), query.cursor) ?? 0;
        const rows = Array.from({ length: Math.min(query.limit + 1, 5 - after) }, (_, i) => after + i + 1);
        return toPage('notes', { rows, limit: query.limit }, Number, (id) => ({ id: String(id), text: 'x' }));
      },
    );
    api.post(
      '/notes',
      {
        config: { needs: 'config:write' },
        schema: {
          ...about,
          summary: 'Make a note',
          body: z.strictObject({ text: z.string().max(20) }),
          response: { 201: noteSchema },
        },
      },
      async (request, reply) => {
        count.made += 1;
        const id = String(count.made);
        if (request.body.text === 'slow') await count.untilSlow;
        if (request.body.text === 'early' && count.made === 1)
          throw new Problem({ status: 429, code: 'too_often', title: 'Too often', detail: 'Wait a little.' });
        if (request.body.text === 'break' && count.made === 1) throw new Error('a secret of the inside');
        await request.audit({ action: 'note.create', subject: `note/${id}`, after: request.body });
        return reply.code(201).header('location', `/api/v1/notes/${id}`).send({ id, text: request.body.text });
      },
    );
    api.patch(
      '/notes/:id',
      {
        config: { needs: 'config:write', revisioned: true },
        schema: {
          ...about,
          summary: 'Change a note',
          params: z.strictObject({ id: z.string().regex(/^\d+$/) }),
          body: z.strictObject({ text: z.string() }),
          response: { 200: noteSchema },
        },
      },
      async (request, reply) => {
        if (request.params.id !== '1') throw notFound(`There is no note ${request.params.id}.`);
        await requireMatch(request, 7, () => ({
          detail: 'boris changed text.',
          errors: [{ path: 'text', message: 'changed by boris' }],
        }));
        return reply.header('etag', etagOf(8)).send({ id: '1', text: request.body.text });
      },
    );
  };
