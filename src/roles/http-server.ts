import { createServer, type RequestListener } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { problemMediaType } from '../platform/http/answer-problem.ts';
import { notFound } from '../platform/http/problem.ts';

export interface HttpServer {
  readonly server: FastifyInstance;
  /** Gives what is posted to exactly this path (a query aside) to `listener` instead of Fastify. */
  readonly takePosts: (path: string, listener: RequestListener) => void;
}

/** Milliseconds for which a connection that says nothing is kept, and which a request may take to come. */
const idleLimit = 72_000;
const requestLimit = 60_000;

/**
 * The process's one HTTP server: Fastify, but for the few paths where each microsecond counts. Its own way through
 * routing, hooks, parsers and replies is worth its price everywhere else.
 *
 * @param trustedProxies whose word is taken for where a request comes from.
 */
export function createHttpServer(trustedProxies: readonly string[] = []): HttpServer {
  const takers = new Map<string, RequestListener>();
  const server = Fastify({
    logger: false,
    forceCloseConnections: 'idle',
    // A path that cannot be read, or holds a name longer than any: to whoever asks, a path that is none.
    frameworkErrors: (_error, _request, { raw }) => {
      const problem = notFound('There is nothing at this path.');
      raw.writeHead(problem.status, { 'content-type': problemMediaType }).end(JSON.stringify(problem.document()));
    },
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    serverFactory: (fastify) =>
      createServer({ keepAliveTimeout: idleLimit, requestTimeout: requestLimit }, (request, response) => {
        const taker = request.method === 'POST' ? takers.get(pathOf(request.url)) : undefined;
        if (taker) taker(request, response);
        else fastify(request, response);
      }),
  });
  return { server, takePosts: (path, listener) => void takers.set(path, listener) };
}

function pathOf(address = '/'): string {
  const query = address.indexOf('?');
  return query < 0 ? address : address.slice(0, query);
}
