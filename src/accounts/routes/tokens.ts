import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { requireNeed, type Scope } from '../../platform/http/access.ts';
import type { ApiPlugin } from '../../platform/http/api.ts';
import { idText } from '../../platform/http/id-text.ts';
import { pageOf, pageQuery, readCursor, toPage } from '../../platform/http/page.ts';
import { invalid, notFound } from '../../platform/http/problem.ts';
import { idParams, madeToken, newToken, tokenSchema } from '../schema.ts';
import { listTokens } from '../store/tokens.ts';
import { addToken, revokeToken } from '../tokens.ts';
import type { AccountDependencies } from './dependencies.ts';
import { presentToken } from './present.ts';
import { instantOf } from './refusals.ts';

/**
 * API tokens: everybody has their own, and who may see accounts sees everybody's. By a token they are managed only with
 * the scopes of accounts.
 */
export function tokenRoutes({ queries, clock }: AccountDependencies): ApiPlugin {
  const tags = ['API tokens'];
  return (api) => {
    api.get(
      '/tokens',
      {
        config: { needs: 'sign-in' },
        schema: {
          tags,
          summary: 'API tokens',
          description: 'Your own; with `accounts:read` everybody’s, or those of one administrator.',
          querystring: z.strictObject({ ...pageQuery, admin_id: idText.exactOptional() }),
          response: { 200: pageOf(tokenSchema) },
        },
      },
      async (request) => {
        const { limit, cursor, admin_id: wanted } = request.query;
        requireForToken(request, 'accounts:read');
        const own = ownerOf(request);
        const seesAll = request.principal.scopes.has('accounts:read');
        if (wanted !== undefined && wanted !== own) requireNeed(request.principal, 'accounts:read');
        const adminId = wanted ?? (seesAll ? null : own);
        const before = readCursor('tokens', z.int(), cursor);
        const page = { adminId: adminId === null ? null : Number(adminId), before, count: limit + 1 };
        const rows = await listTokens(queries, page);
        return toPage('tokens', { rows, limit }, (row) => row.id, presentToken);
      },
    );

    api.post(
      '/tokens',
      {
        config: { needs: 'sign-in' },
        schema: {
          tags,
          summary: 'Make an API token of yours',
          description: 'With scopes that you have yourself. The token is in this answer and never again.',
          body: newToken,
          response: { 201: madeToken },
        },
      },
      async (request, reply) => {
        const { principal, body } = request;
        requireForToken(request, 'accounts:write');
        const beyond = body.scopes.flatMap((scope, i) =>
          principal.scopes.has(scope) ? [] : [{ path: `scopes[${i}]`, message: `you do not have ${scope} yourself` }],
        );
        if (beyond.length > 0) throw invalid(beyond, 'A token cannot do more than who makes it.');
        const expiresAt = body.expires_at == null ? null : instantOf(body.expires_at, 'expires_at');
        if (expiresAt !== null && Temporal.Instant.compare(expiresAt, clock.now()) <= 0)
          throw invalid([{ path: 'expires_at', message: 'is in the past' }]);
        const { row, token } = await addToken(queries, principal, {
          adminId: Number(ownerOf(request)),
          name: body.name,
          scopes: [...new Set(body.scopes)],
          expiresAt,
        });
        return reply.code(201).send({ ...presentToken(row), token });
      },
    );

    api.delete(
      '/tokens/:id',
      {
        config: { needs: 'sign-in' },
        schema: {
          tags,
          summary: 'Revoke an API token',
          description: 'One of your own; with `accounts:write` anybody’s.',
          params: idParams,
          response: { 204: z.undefined() },
        },
      },
      async (request, reply) => {
        const { principal, params } = request;
        requireForToken(request, 'accounts:write');
        const adminId = principal.scopes.has('accounts:write') ? null : Number(ownerOf(request));
        const isGone = await revokeToken(queries, principal, { id: Number(params.id), adminId });
        if (!isGone) throw notFound(`There is no token ${params.id}, or it is not yours.`);
        return reply.code(204).send();
      },
    );
  };
}

function ownerOf({ principal }: FastifyRequest): string {
  return principal.kind === 'nobody' ? '' : principal.adminId;
}

/** Otherwise a token that leaked could outlive its own expiry by making another. */
function requireForToken({ principal }: FastifyRequest, scope: Scope): void {
  if (principal.kind === 'token') requireNeed(principal, scope);
}
