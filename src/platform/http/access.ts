import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';

/** All that an administrator or a token can be allowed. */
export const SCOPES = [
  'config:read',
  'config:write',
  'config:publish',
  'tracker:read',
  'tracker:write',
  'users:read',
  'users:write',
  'statistics:read',
  'webhooks:read',
  'webhooks:write',
  'broadcasts:read',
  'broadcasts:write',
  'accounts:read',
  'accounts:write',
  'audit:read',
] as const;
export type Scope = (typeof SCOPES)[number];

/** What a route asks for: a scope, any sign-in at all, or nothing. */
export type Need = Scope | 'sign-in' | 'nobody';

/** Who sends a request. `nobody` is met only behind routes that need nobody. */
export type Principal =
  | {
      readonly kind: 'admin';
      readonly id: string;
      readonly name: string;
      readonly scopes: ReadonlySet<Scope>;
      /** The administrator answerable for what is done: for a token, whoever made it. */
      readonly adminId: string;
      readonly sessionId: string;
    }
  | {
      readonly kind: 'token';
      readonly id: string;
      readonly name: string;
      readonly scopes: ReadonlySet<Scope>;
      readonly adminId: string;
    }
  | { readonly kind: 'nobody'; readonly id: ''; readonly name: ''; readonly scopes: ReadonlySet<Scope> };

export const nobody: Principal = { kind: 'nobody', id: '', name: '', scopes: new Set() };

/**
 * Says who sends a request; null where it shows no credentials.
 *
 * @throws {Problem} where credentials are shown that do not hold, or a proof beside them is missing.
 */
export type Authenticate = (request: FastifyRequest) => Promise<Principal | null>;

/** @throws {Problem} 401 or 403 where this principal may not. */
export function requireNeed(principal: Principal | null, need: Need): Principal {
  if (principal === null) throw unauthorized('Sign in, or send an API token as «Authorization: Bearer …».');
  if (need !== 'sign-in' && need !== 'nobody' && !principal.scopes.has(need))
    throw new Problem({
      status: 403,
      code: 'forbidden',
      title: 'Not allowed',
      detail: `This needs the scope ${need}, which you do not have.`,
    });
  return principal;
}

export function unauthorized(detail: string): Problem {
  return new Problem({
    status: 401,
    code: 'unauthorized',
    title: 'Not signed in',
    detail,
    headers: { 'www-authenticate': 'Bearer realm="minuta"' },
  });
}
