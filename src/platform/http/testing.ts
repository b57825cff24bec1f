import Fastify from 'fastify';
import type { Queries } from '../database/database.ts';
import { silentLogger, type Logger } from '../telemetry/logger.ts';
import { SCOPES, type Authenticate, type Principal, type Scope } from './access.ts';
import type { ApiPlugin, AuditEntry } from './api.ts';
import { mountApi, type ApiOptions, type MountedRoute } from './mount.ts';
import { apiPrefix } from './paths.ts';

interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else its text. */
  readonly body: unknown;
}

interface TestCall {
  readonly method?: string;
  /** Sent as JSON, unless it is a text or bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null: nobody is signed in. Otherwise the given scopes instead of all. */
  readonly scopes?: readonly Scope[] | null;
}

export interface TestApi {
  readonly address: string;
  readonly routes: readonly MountedRoute[];
  /** What the routes gave the audit log by `request.audit`. */
  readonly audited: readonly AuditEntry[];
  /** @param path behind `/api/v1`, such as `/handlers?limit=2`. */
  call(path: string, call?: TestCall): Promise<TestAnswer>;
  close(): Promise<void>;
}

interface TestApiOptions {
  readonly queries: Queries;
  readonly features: readonly ApiPlugin[];
  readonly limits?: ApiOptions['limits'];
  readonly log?: Logger;
}

/**
 * Serves these features over real HTTP to a principal who is signed in as an owner, for tests of routes; how people
 * sign in is tested by its own.
 */
export async function startApi({ queries, features, limits, log = silentLogger }: TestApiOptions): Promise<TestApi> {
  const audited: AuditEntry[] = [];
  const server = Fastify({ forceCloseConnections: true });
  const routes = await mountApi(server, {
    queries,
    log,
    authenticate,
    recordAudit: async (_, entry) => void audited.push(entry),
    features,
    limits: limits ?? { principal: 1_000_000, address: 1_000_000 },
  });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    address,
    routes,
    audited,
    call: (path, { scopes = SCOPES, headers, ...call } = {}) =>
      request(`${address}${apiPrefix}${path}`, {
        ...call,
        headers: { ...headers, ...(scopes === null ? {} : { 'x-test-scopes': scopes.join(' ') }) },
      }),
    close: () => server.close(),
  };
}

/** Sends a request as a client would, and reads the answer whole. */
export async function request(url: string, { method = 'GET', body, headers = {} }: TestCall = {}): Promise<TestAnswer> {
  const isJson = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
  const sent = isJson ? JSON.stringify(body) : body;
  const answer = await fetch(url, {
    method,
    headers: { ...(isJson ? { 'content-type': 'application/json' } : {}), ...headers },
    redirect: 'manual',
    ...(typeof sent === 'string' || sent instanceof Uint8Array ? { body: sent } : {}),
  });
  const text = await answer.text();
  const isAnswerJson = text !== '' && /\bjson\b/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, headers: answer.headers, body: isAnswerJson ? JSON.parse(text) : text };
}

/** The test says in a header who is signed in. */
const authenticate: Authenticate = async ({ headers }) => {
  const named = headers['x-test-scopes'];
  if (typeof named !== 'string') return null;
  const scopes = new Set(SCOPES.filter((scope) => named.split(' ').includes(scope)));
  const principal: Principal = { kind: 'admin', id: '1', adminId: '1', name: 'anna', sessionId: '1', scopes };
  return principal;
};
