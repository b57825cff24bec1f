import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ApiPlugin } from '../../platform/http/api.ts';
import { unauthorized } from '../../platform/http/access.ts';
import { isTelegramId } from '../../platform/ids.ts';
import { changeAdministrator, choosePassword } from '../administrators.ts';
import { sessionTokenOf, setSessionCookie } from '../cookie.ts';
import { requireOwnOrigin } from '../gate.ts';
import { scopesOf } from '../roles.ts';
import { meSchema, ownChange, passwordChange, signedInSchema, signInBody } from '../schema.ts';
import { csrfTokenOf, hashSecret } from '../secrets.ts';
import { checkPassword, signIn } from '../sign-in.ts';
import { findAdmin, type AdminRow } from '../store/admins.ts';
import { deleteSessionByToken } from '../store/sessions.ts';
import type { AccountDependencies } from './dependencies.ts';
import { presentAdmin } from './present.ts';
import { orBusy, requireSession, tooManyFailures, wrongPassword } from './refusals.ts';

/** Signing in and out, and what concerns oneself. */
export function authRoutes({ queries, passwords, clock, publicUrl }: AccountDependencies): ApiPlugin {
  const isSecure = (request: FastifyRequest) =>
    request.protocol === 'https' || (publicUrl !== undefined && new URL(publicUrl).protocol === 'https:');
  const tags = ['Signing in'];

  return (api) => {
    api.post(
      '/auth/login',
      {
        // Repeating it would answer with a session that may have been closed since, and keep a cookie to do so.
        config: { needs: 'nobody', idempotent: false },
        schema: { tags, summary: 'Sign in with a password', body: signInBody, response: { 200: signedInSchema } },
      },
      async (request, reply) => {
        requireOwnOrigin(request, publicUrl);
        const caller = { address: request.ip, userAgent: request.headers['user-agent'] ?? '' };
        const previous = sessionTokenOf(request);
        const signed = await orBusy(
          signIn({ queries, passwords }, { ...request.body, ...caller, previous }, clock.now()),
        );
        if (signed.outcome === 'blocked') throw tooManyFailures(signed.wait);
        if (signed.outcome === 'wrong') throw wrongPassword();
        const { admin, token } = signed;
        setSessionCookie(reply, token, isSecure(request));
        return reply.send({
          csrf_token: csrfTokenOf(token),
          admin: presentAdmin(admin),
          scopes: [...scopesOf(admin.role)],
        });
      },
    );

    api.post(
      '/auth/logout',
      {
        config: { needs: 'sign-in', idempotent: false },
        schema: { tags, summary: 'Close this session', response: { 204: z.undefined() } },
      },
      async (request, reply) => {
        requireSession(request);
        const token = sessionTokenOf(request);
        if (token !== null) await deleteSessionByToken(queries, hashSecret(token));
        setSessionCookie(reply, null, isSecure(request));
        return reply.code(204).send();
      },
    );

    api.get(
      '/auth/me',
      { config: { needs: 'sign-in' }, schema: { tags, summary: 'Who you are', response: { 200: meSchema } } },
      async (request) => {
        const { principal } = request;
        const token = principal.kind === 'admin' ? sessionTokenOf(request) : null;
        return {
          kind: principal.kind === 'token' ? ('token' as const) : ('admin' as const),
          name: principal.name,
          admin: presentAdmin(await adminOf(request)),
          scopes: [...principal.scopes],
          csrf_token: token === null ? null : csrfTokenOf(token),
        };
      },
    );

    api.patch(
      '/auth/me',
      {
        config: { needs: 'sign-in' },
        schema: { tags, summary: 'Change what is known of you', body: ownChange, response: { 200: meSchema } },
      },
      async (request) => {
        const principal = requireSession(request);
        const telegramId = request.body.telegram_id === null ? null : Number(request.body.telegram_id);
        if (telegramId === null || isTelegramId(telegramId))
          await changeAdministrator({ queries, passwords }, principal, {
            id: Number(principal.id),
            change: { telegramId },
          });
        const token = sessionTokenOf(request) ?? '';
        const admin = presentAdmin(await adminOf(request));
        const scopes = [...principal.scopes];
        return { kind: 'admin' as const, name: admin.login, admin, scopes, csrf_token: csrfTokenOf(token) };
      },
    );

    api.post(
      '/auth/password',
      {
        config: { needs: 'sign-in', idempotent: false },
        schema: {
          tags,
          summary: 'Change your password',
          description: 'Your other sessions end. Wrong current passwords count as failed sign-ins.',
          body: passwordChange,
          response: { 204: z.undefined() },
        },
      },
      async (request, reply) => {
        const principal = requireSession(request);
        const { current_password: password, new_password: chosen } = request.body;
        const attempt = { login: principal.name, password, address: request.ip };
        const checked = await orBusy(checkPassword({ queries, passwords }, attempt, clock.now()));
        if (checked.outcome === 'blocked') throw tooManyFailures(checked.wait);
        if (checked.outcome === 'wrong') throw wrongPassword();
        const { admin } = checked;
        const sessionId = Number(principal.sessionId);
        const choice = { admin, password: chosen, sessionId };
        if (!(await orBusy(choosePassword({ queries, passwords }, principal, choice)))) throw wrongPassword();
        return reply.code(204).send();
      },
    );
  };

  async function adminOf({ principal }: FastifyRequest): Promise<AdminRow> {
    const admin = principal.kind === 'nobody' ? null : await findAdmin(queries, Number(principal.adminId));
    // Removed since the request came in.
    if (admin === null) throw unauthorized('The administrator is no more.');
    return admin;
  }
}
