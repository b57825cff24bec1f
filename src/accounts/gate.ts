import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../platform/clock.ts';
import type { Queries } from '../platform/database/database.ts';
import { unauthorized, type Authenticate, type Principal } from '../platform/http/access.ts';
import { Problem } from '../platform/http/problem.ts';
import { sessionTokenOf } from './cookie.ts';
import { scopesOf, scopesOfToken } from './roles.ts';
import { csrfTokenOf, hashSecret } from './secrets.ts';
import { isOpen } from './sessions.ts';
import { findSession, touchSession } from './store/sessions.ts';
import { findToken, touchToken } from './store/tokens.ts';

/** Seconds within which a further use is not written down. */
const noteEvery = 60;

interface GateOptions {
  readonly queries: Queries;
  readonly clock: Clock;
  /** Where browsers reach the panel, where that is known. */
  readonly publicUrl?: string | undefined;
}

/** Tells who sends a request: by an API token, or by the cookie of a session with the proof that belongs to it. */
export function createGate({ queries, clock, publicUrl }: GateOptions): Authenticate {
  return async (request) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) return byToken(authorization);
    const token = sessionTokenOf(request);
    if (token === null) return null;
    const principal = await bySession(token);
    if (isChange(request)) {
      requireOwnOrigin(request, publicUrl);
      requireCsrfToken(request, token);
    }
    return principal;
  };

  async function byToken(authorization: string): Promise<Principal> {
    const [, token] = /^Bearer +([\w-]+)$/i.exec(authorization) ?? [];
    const row = token === undefined ? null : await findToken(queries, hashSecret(token));
    const now = clock.now();
    const isOver = row?.expires_at != null && Temporal.Instant.compare(row.expires_at, now) <= 0;
    if (row === null || isOver) throw unauthorized('The API token is unknown, revoked or expired.');
    if (isOlder(row.used_at, now)) await touchToken(queries, row.id, now);
    const scopes = scopesOfToken(row.role, row.scopes);
    return { kind: 'token', id: String(row.id), name: row.name, scopes, adminId: String(row.admin_id) };
  }

  async function bySession(token: string): Promise<Principal> {
    const row = await findSession(queries, hashSecret(token));
    const now = clock.now();
    if (row === null || !isOpen(row, now)) throw unauthorized('The session has ended. Sign in again.');
    if (isOlder(row.seen_at, now)) await touchSession(queries, row.id, now);
    const id = String(row.admin_id);
    const scopes = scopesOf(row.role);
    return { kind: 'admin', id, adminId: id, name: row.login, scopes, sessionId: String(row.id) };
  }
}

/**
 * Refuses a change that a page of another site sends: browsers say where a request comes from.
 *
 * @throws {Problem} 403
 */
export function requireOwnOrigin({ headers }: FastifyRequest, publicUrl: string | undefined): void {
  const { origin, host } = headers;
  const isOwn =
    origin === undefined ||
    (URL.canParse(origin) && (new URL(origin).host === host || new URL(origin).origin === originOf(publicUrl)));
  if (!isOwn || headers['sec-fetch-site'] === 'cross-site')
    throw new Problem({
      status: 403,
      code: 'origin',
      title: 'Not allowed from here',
      detail: 'A page of another site may not change anything.',
    });
}

function originOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).origin;
}

function requireCsrfToken({ headers }: FastifyRequest, sessionToken: string): void {
  const shown = headers['x-csrf-token'];
  const expected = Buffer.from(hashSecret(csrfTokenOf(sessionToken)));
  if (typeof shown === 'string' && timingSafeEqual(Buffer.from(hashSecret(shown)), expected)) return;
  throw new Problem({
    status: 403,
    code: 'csrf',
    title: 'Not proven',
    detail: 'Send the csrf_token of the sign-in as X-CSRF-Token, or use an API token.',
  });
}

function isChange({ method }: FastifyRequest): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(method);
}

function isOlder(moment: Temporal.Instant | null, now: Temporal.Instant): boolean {
  return moment === null || now.since(moment).total('seconds') >= noteEvery;
}
