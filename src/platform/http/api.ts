import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Need, Principal } from './access.ts';

/** A Fastify context whose routes are described by zod shapes. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** A feature's part of the API, registered under `/api/v1` in a context of its own. */
export type ApiPlugin = (api: Api) => void | Promise<void>;

/** A change as the audit log keeps it. No secrets in it. */
export interface AuditEntry {
  /** `handler.update`, `config.publish`, … */
  readonly action: string;
  /** What was changed: `handler/12`. */
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may. Every route of the API says it: one that does not is refused at start. */
    needs?: Need;
    /** Whether what it changes has an `ETag` and it heeds `If-Match`; for the description. */
    revisioned?: boolean;
    /** False where repeating the answer would be wrong, as for a sign-in. Every other POST repeats it. */
    idempotent?: boolean;
  }

  interface FastifyRequest {
    principal: Principal;
    /** Names this request in the log and in what a failure answers. */
    traceId: string;
    /** Writes a row of the audit log by itself; inside a transaction use `recordAudit`. */
    audit(entry: AuditEntry): Promise<void>;
  }
}
