import { readdir, readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { projectFile } from '../platform/project-file.ts';
import type { Core } from './core.ts';

const PAGE_FOLDER = fileURLToPath(projectFile('web/simulator/'));

const KINDS: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What a bot sends is shown, never run: no script but ours, no frame, no plugin; pictures from wherever it says. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: http: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

interface Asset {
  readonly kind: string;
  readonly body: string;
  /** The same by gzip, which every browser takes; made when it is first asked for. */
  readonly packed: () => Promise<Buffer>;
}

/** The page, its parts under `/assets/`, and the files bots sent under `/files/`. */
export function pageRoutes(core: Core) {
  return async (app: FastifyInstance): Promise<void> => {
    const assets = await readAssets();
    const sendAsset = async (name: string, { headers }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const asset = assets.get(name);
      if (asset === undefined) return reply.code(404).send({ error: 'no such file' });
      const isPacked = /\bgzip\b/.test(String(headers['accept-encoding']));
      if (isPacked) reply.header('content-encoding', 'gzip');
      return reply
        .header('vary', 'accept-encoding')
        .header('content-type', asset.kind)
        .header('content-security-policy', POLICY)
        .header('x-content-type-options', 'nosniff')
        .header('referrer-policy', 'no-referrer')
        .header('cache-control', 'no-cache')
        .send(isPacked ? await asset.packed() : asset.body);
    };
    app.get('/', (request, reply) => sendAsset('index.html', request, reply));
    app.get<{ Params: { name: string } }>('/assets/:name', (request, reply) =>
      sendAsset(request.params.name, request, reply),
    );
    app.get<{ Params: { id: string } }>('/files/:id', (request, reply) => {
      const found = core.files.find(request.params.id);
      if (found === undefined) return reply.code(404).send({ error: 'no such file' });
      if (found.file.url !== undefined) return reply.redirect(found.file.url);
      const isPhoto = found.file.width !== undefined;
      return reply
        .header('content-type', isPhoto ? found.file.mime : 'application/octet-stream')
        .header('content-disposition', disposition(isPhoto ? 'inline' : 'attachment', found.file.name))
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'private, max-age=86400, immutable')
        .send(found.bytes);
    });
  };
}

function disposition(kind: string, name: string): string {
  const plain = name.replaceAll(/[^\w. -]/g, '_');
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", '%27')}`;
}

async function readAssets(): Promise<ReadonlyMap<string, Asset>> {
  const assets = new Map<string, Asset>();
  for (const name of await readdir(PAGE_FOLDER)) {
    const kind = KINDS[extname(name)];
    if (kind === undefined || name.endsWith('.test.ts')) continue;
    const source = await readFile(join(PAGE_FOLDER, name), 'utf8');
    const body = name.endsWith('.ts') ? stripTypes(source) : source;
    let packing: Promise<Buffer> | undefined;
    assets.set(name, { kind, body, packed: () => (packing ??= promisify(gzip)(body)) });
  }
  return assets;
}

/**
 * The page's TypeScript as JavaScript, by the same stripping that runs the server. Node still announces that function as
 * experimental, on standard error and at every start: a line nobody who starts a bot can do anything about.
 */
function stripTypes(source: string): string {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
