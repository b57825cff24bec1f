import { z } from 'zod';
import type { ApiPlugin } from '../../platform/http/api.ts';
import { pageOf, pageQuery, readCursor, toPage } from '../../platform/http/page.ts';
import { notFound } from '../../platform/http/problem.ts';
import { isTelegramId, type TelegramId } from '../../platform/ids.ts';
import { addAdministrator, changeAdministrator, removeAdministrator, type Changed } from '../administrators.ts';
import { adminChange, adminSchema, idParams, madeAdmin, newAdmin } from '../schema.ts';
import { findAdmin, listAdmins, type AdminRow } from '../store/admins.ts';
import type { AccountDependencies } from './dependencies.ts';
import { presentAdmin } from './present.ts';
import { lastOwner, loginTaken, orBusy } from './refusals.ts';

/** Who administrates, and what each may. */
export function adminRoutes({ queries, passwords }: AccountDependencies): ApiPlugin {
  const tags = ['Administrators'];
  return (api) => {
    api.get(
      '/admins',
      {
        config: { needs: 'accounts:read' },
        schema: {
          tags,
          summary: 'Administrators',
          querystring: z.strictObject(pageQuery),
          response: { 200: pageOf(adminSchema) },
        },
      },
      async ({ query: { limit, cursor } }) => {
        const after = readCursor('admins', z.int(), cursor) ?? 0;
        const rows = await listAdmins(queries, { after, count: limit + 1 });
        return toPage('admins', { rows, limit }, (row) => row.id, presentAdmin);
      },
    );

    api.post(
      '/admins',
      {
        config: { needs: 'accounts:write' },
        schema: { tags, summary: 'Add an administrator', body: newAdmin, response: { 201: madeAdmin } },
      },
      async ({ body, principal }, reply) => {
        const { telegram_id: telegramId, ...rest } = body;
        const wish = { ...rest, ...telegramOf(telegramId) };
        const added = await orBusy(addAdministrator({ queries, passwords }, principal, wish));
        if (added.outcome === 'login-taken') throw loginTaken();
        const { admin, password } = added;
        return reply
          .code(201)
          .header('location', `/api/v1/admins/${admin.id}`)
          .send({ ...presentAdmin(admin), password });
      },
    );

    api.get(
      '/admins/:id',
      {
        config: { needs: 'accounts:read' },
        schema: { tags, summary: 'An administrator', params: idParams, response: { 200: adminSchema } },
      },
      async ({ params: { id } }) => {
        const admin = await findAdmin(queries, Number(id));
        if (admin === null) throw unknownAdmin(id);
        return presentAdmin(admin);
      },
    );

    api.patch(
      '/admins/:id',
      {
        config: { needs: 'accounts:write' },
        schema: {
          tags,
          summary: 'Change an administrator',
          params: idParams,
          body: adminChange,
          response: { 200: adminSchema },
        },
      },
      async ({ params: { id }, body, principal }) => {
        const { telegram_id: telegramId, ...rest } = body;
        const change = { ...rest, ...telegramOf(telegramId) };
        const work = changeAdministrator({ queries, passwords }, principal, { id: Number(id), change });
        return presentAdmin(adminOf(await orBusy(work), id));
      },
    );

    api.delete(
      '/admins/:id',
      {
        config: { needs: 'accounts:write' },
        schema: {
          tags,
          summary: 'Remove an administrator, with their sessions and tokens',
          params: idParams,
          response: { 204: z.undefined() },
        },
      },
      async ({ params: { id }, principal }, reply) => {
        adminOf(await removeAdministrator(queries, principal, Number(id)), id);
        return reply.code(204).send();
      },
    );
  };
}

function adminOf(changed: Changed, id: string): AdminRow {
  if (changed.outcome === 'unknown') throw unknownAdmin(id);
  if (changed.outcome === 'login-taken') throw loginTaken();
  if (changed.outcome === 'last-owner') throw lastOwner();
  return changed.admin;
}

function unknownAdmin(id: string) {
  return notFound(`There is no administrator ${id}.`);
}

/** Nothing where nothing was said of it; null takes it away. */
function telegramOf(id: string | null | undefined): { telegramId?: TelegramId | null } {
  if (id === undefined) return {};
  const number = Number(id);
  return { telegramId: id !== null && isTelegramId(number) ? number : null };
}
