import { z } from 'zod';
import type { adminSchema, auditSchema, sessionSchema, tokenSchema } from '../schema.ts';
import type { AdminRow } from '../store/admins.ts';
import type { AuditRow } from '../store/audit.ts';
import type { SessionRow } from '../store/sessions.ts';
import type { TokenRow } from '../store/tokens.ts';
import { SCOPES } from '../../platform/http/access.ts';

const json = z.json();

export function presentAdmin(admin: AdminRow): z.infer<typeof adminSchema> {
  return {
    id: String(admin.id),
    login: admin.login,
    role: admin.role,
    telegram_id: admin.telegram_id === null ? null : String(admin.telegram_id),
    must_change_password: admin.is_password_temporary,
    created_at: admin.created_at.toString(),
  };
}

/** @param currentId of the session that asks. */
export function presentSession(session: SessionRow, currentId: string): z.infer<typeof sessionSchema> {
  return {
    id: String(session.id),
    is_current: String(session.id) === currentId,
    created_at: session.created_at.toString(),
    seen_at: session.seen_at.toString(),
    expires_at: session.expires_at.toString(),
    address: session.address,
    user_agent: session.user_agent,
  };
}

export function presentToken(token: TokenRow): z.infer<typeof tokenSchema> {
  return {
    id: String(token.id),
    name: token.name,
    prefix: token.prefix,
    scopes: SCOPES.filter((scope) => token.scopes.includes(scope)),
    admin_id: String(token.admin_id),
    admin_login: token.login,
    created_at: token.created_at.toString(),
    expires_at: token.expires_at?.toString() ?? null,
    used_at: token.used_at?.toString() ?? null,
  };
}

export function presentAudit(row: AuditRow): z.infer<typeof auditSchema> {
  return {
    id: String(row.id),
    at: row.at.toString(),
    actor: { kind: row.actor_kind, id: row.actor_id === null ? null : String(row.actor_id), name: row.actor_name },
    admin_id: row.admin_id === null ? null : String(row.admin_id),
    action: row.action,
    subject: row.subject,
    before: json.parse(row.before),
    after: json.parse(row.after),
  };
}
