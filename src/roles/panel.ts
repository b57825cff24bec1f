import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { projectFile } from '../platform/project-file.ts';

/** Where the build of `web/panel` lies. */
export const builtPanel = fileURLToPath(projectFile('web/panel/dist/'));

/**
 * Scripts are ours alone. Mantine writes styles into the page; pictures come from wherever messages say; the frame is the
 * simulator's.
 */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' https: http: data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const year = 365 * 24 * 3_600;

/** A page that says how to build the panel, where nobody has. */
const unbuilt =
  '<!doctype html><meta charset="utf-8"><title>Minuta</title><p>The panel is not built yet: run <code>npm run build</code>, then reload.';

/**
 * The panel at `/`. Its views have addresses of their own (`/editor`), which are one page to the server.
 *
 * @param folder the build. Files under `assets/` carry their content's hash in their names, so they never change.
 */
export async function mountPanel(server: FastifyInstance, folder: string = builtPanel): Promise<void> {
  const page = 'index.html';
  if (!existsSync(join(folder, page))) {
    server.get('/', async (_, reply) => reply.code(503).type('text/html; charset=utf-8').send(unbuilt));
    return;
  }
  await server.register(async (scope) => {
    scope.addHook('onSend', async (_, reply) => {
      reply
        .header('content-security-policy', policy)
        .header('x-content-type-options', 'nosniff')
        .header('referrer-policy', 'no-referrer');
    });
    await scope.register(fastifyStatic, {
      root: folder,
      preCompressed: true,
      wildcard: false,
      cacheControl: false,
      setHeaders(reply, path) {
        const isHashed = path.startsWith(join(folder, 'assets'));
        reply.header('cache-control', isHashed ? `public, max-age=${year}, immutable` : 'no-cache');
      },
    });
    scope.get<{ Params: { view: string } }>('/:view', async ({ params }, reply) =>
      // A file by its look, and the build has none of that name.
      params.view.includes('.') ? notHere(reply) : reply.sendFile(page),
    );
  });
}

const notHere = (reply: FastifyReply) => reply.code(404).type('text/plain').send('There is nothing here.');
