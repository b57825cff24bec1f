import type { Principal } from '../platform/http/access.ts';
import type { AuditEntry } from '../platform/http/api.ts';
import type { Queries } from '../platform/database/database.ts';
import { redact } from './rules/redact.ts';
import { insertAudit } from './store/audit.ts';

/** Who changes something: somebody at the API, or who runs the program at its command line. */
export type Actor = Principal | { readonly kind: 'operator'; readonly id: ''; readonly name: string };

export const operator: Actor = { kind: 'operator', id: '', name: 'command line' };

/**
 * Writes down who changed what. Given a transaction, the rows are there exactly when the change is.
 *
 * What a field that sounds like a secret holds is left out.
 */
export async function recordAudit(queries: Queries, actor: Actor, ...entries: readonly AuditEntry[]): Promise<void> {
  const rows = entries.map((entry) => ({
    actor_kind: actor.kind,
    actor_id: actor.id === '' ? null : Number(actor.id),
    actor_name: actor.name,
    admin_id: 'adminId' in actor ? Number(actor.adminId) : null,
    action: entry.action,
    subject: entry.subject,
    before: jsonOf(entry.before),
    after: jsonOf(entry.after),
  }));
  await insertAudit(queries, rows);
}

function jsonOf(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(redact(value));
}
