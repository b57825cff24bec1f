import type { z } from 'zod';
import type {
  adminSchema,
  auditSchema,
  madeAdmin,
  madeToken,
  newAdmin,
  newToken,
  sessionSchema,
  tokenSchema,
} from '../../../src/accounts/schema.ts';
import { send } from './client.ts';
import { listQuery } from './page.ts';

export type Admin = z.infer<typeof adminSchema>;
export type Role = Admin['role'];
export type MadeAdmin = z.infer<typeof madeAdmin>;
export type SignInSession = z.infer<typeof sessionSchema>;
export type ApiToken = z.infer<typeof tokenSchema>;
export type AuditEntry = z.infer<typeof auditSchema>;

export const roles = ['owner', 'editor', 'viewer'] as const satisfies readonly Role[];

export const adminsQuery = listQuery<Admin>('/admins');
export const tokensQuery = listQuery<ApiToken>('/tokens');
export const sessionsQuery = listQuery<SignInSession>('/auth/sessions');
/** @param question as `GET /audit` takes it */
export const auditQuery = (question: Readonly<Record<string, string | undefined>>) =>
  listQuery<AuditEntry>('/audit', question);

export const addAdmin = (body: z.input<typeof newAdmin>) => send<MadeAdmin>('POST', '/admins', { body });
export const changeAdmin = (id: string, body: { readonly role?: Role; readonly telegram_id?: string | null }) =>
  send<Admin>('PATCH', `/admins/${id}`, { body });
export const removeAdmin = (id: string) => send('DELETE', `/admins/${id}`);

export const makeToken = (body: z.input<typeof newToken>) =>
  send<z.infer<typeof madeToken>>('POST', '/tokens', { body });
export const revokeToken = (id: string) => send('DELETE', `/tokens/${id}`);

export const closeSession = (id: string) => send('DELETE', `/auth/sessions/${id}`);
export const closeOtherSessions = () => send('DELETE', '/auth/sessions');
export const choosePassword = (current: string, chosen: string) =>
  send('POST', '/auth/password', { body: { current_password: current, new_password: chosen } });
export const changeOwnTelegramId = (id: string | null) => send('PATCH', '/auth/me', { body: { telegram_id: id } });
