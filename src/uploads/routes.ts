/** Pictures for messages. */
import multipart from '@fastify/multipart';
import { z } from 'zod';
import type { Api, ApiPlugin } from '../platform/http/api.ts';
import type { Queries } from '../platform/database/database.ts';
import { idText } from '../platform/http/id-text.ts';
import { pageOf, pageQuery, readCursor, toPage } from '../platform/http/page.ts';
import { invalid, notFound, Problem } from '../platform/http/problem.ts';
import { addUpload } from './add-upload.ts';
import { MAX_PICTURE_BYTES, uploadAddress } from './rules/picture.ts';
import { listUploads, readUpload, type Upload } from './store.ts';

const about = { tags: ['Configuration'] };
const types = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] as const;

const view = z.strictObject({
  id: z.string(),
  photo_url: z.string().meta({ description: 'What a handler or callback says to show it' }),
  type: z.enum(types),
  bytes: z.int(),
  created_at: z.string().meta({ format: 'date-time' }),
});

function toView({ id, type, bytes, created_at: createdAt }: Upload): z.infer<typeof view> {
  return { id: String(id), photo_url: uploadAddress(id), type, bytes, created_at: createdAt.toString() };
}

export function uploadsRoutes({ queries }: { readonly queries: Queries }): ApiPlugin {
  return async (api) => {
    mountReading(api, queries);
    await api.register(async (own: Api) => {
      await own.register(multipart, {
        limits: { fileSize: MAX_PICTURE_BYTES, files: 1, fields: 4, parts: 5, fieldSize: 1_000 },
      });
      own.post(
        '/uploads',
        {
          config: { needs: 'config:write' },
          // The form around the picture needs a little more.
          bodyLimit: MAX_PICTURE_BYTES + 64 * 1024,
          schema: {
            ...about,
            summary: 'Keep a picture',
            description:
              'A JPEG, PNG, GIF or WebP of at most 10 MB in a field of a form. The same picture is kept once.',
            consumes: ['multipart/form-data'],
            response: { 201: view },
          },
        },
        async (request, reply) => {
          if (!request.isMultipart()) throw unsupported();
          const file = await request.file();
          if (!file) throw invalid([{ path: 'body', message: 'has no file' }]);
          const content = await file.toBuffer();
          // The library says so by an error as well, but not always in time.
          if (file.file.truncated) throw tooLarge();
          const added = await addUpload(queries, content);
          if (!added.ok)
            throw added.refusal === 'too_large'
              ? tooLarge()
              : invalid([{ path: `body.${file.fieldname}`, message: 'is no JPEG, PNG, GIF or WebP' }]);
          const { upload } = added;
          await request.audit({ action: 'upload.add', subject: `upload/${upload.id}`, after: toView(upload) });
          return reply.code(201).send(toView(upload));
        },
      );
    });
  };
}

function mountReading(api: Api, queries: Queries): void {
  api.get(
    '/uploads',
    {
      config: { needs: 'config:read' },
      schema: {
        ...about,
        summary: 'The pictures that are kept',
        querystring: z.strictObject(pageQuery),
        response: { 200: pageOf(view) },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const before = readCursor('uploads', z.int(), cursor);
      const rows = await listUploads(queries, { before, limit: limit + 1 });
      return toPage('uploads', { rows, limit }, ({ id }) => id, toView);
    },
  );
  api.get(
    '/uploads/:id/content',
    {
      config: { needs: 'config:read' },
      schema: {
        ...about,
        summary: 'A picture itself',
        params: z.strictObject({ id: idText }),
        response: {
          200: {
            description: 'The picture',
            content: Object.fromEntries(types.map((type) => [type, { schema: z.any().meta({ format: 'binary' }) }])),
          },
        },
      },
    },
    async ({ params: { id } }, reply) => {
      const upload = await readUpload(queries, Number(id));
      if (!upload) throw notFound(`There is no upload ${id}.`);
      return reply.type(upload.type).header('cache-control', 'private, max-age=86400').send(upload.content);
    },
  );
}

function unsupported(): Problem {
  return new Problem({
    status: 415,
    code: 'content_type',
    title: 'Unsupported media type',
    detail: 'Send the picture as multipart/form-data.',
  });
}

function tooLarge(): Problem {
  return new Problem({ status: 413, code: 'too_large', title: 'Too large', detail: 'A picture has at most 10 MB.' });
}
