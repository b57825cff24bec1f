import { argon2, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';
import Fastify from 'fastify';
import { sql } from 'kysely';
import type { Database } from '../platform/database/database.ts';
import { mountApi } from '../platform/http/mount.ts';
import { apiPrefix } from '../platform/http/paths.ts';
import { request } from '../platform/http/testing.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { recordAudit } from './audit.ts';
import { ensureFirstAdministrator } from './first-administrator.ts';
import { createGate } from './gate.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import type { Role } from './roles.ts';
import { accountRoutes } from './routes.ts';

export const ownerPassword = 'owner of the trial';
const compute = promisify(argon2);

/** Passwords that count how often they are really computed. */
export function countedPasswords(): Passwords & { readonly computed: () => number } {
  let computed = 0;
  const passwords = createPasswords((parameters: Argon2Parameters) => {
    computed += 1;
    return compute('argon2id', parameters);
  });
  return { ...passwords, computed: () => computed };
}

type Answer = Awaited<ReturnType<typeof request>>;

/** Somebody at a browser or a program. */
export interface Visitor {
  /** Their address. */
  readonly from: string;
  cookie: string | null;
  csrf: string | null;
  /** @param path behind `/api/v1`. @param headers added to those that a browser of theirs sends. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  signIn(login?: string, password?: string): Promise<Answer>;
}

/** The API of accounts over real HTTP, with a clock of one's own and an owner called `admin`. */
export async function startAccounts(database: Database) {
  let now = Temporal.Instant.from('2026-11-22T10:00:00Z');
  const { queries } = database;
  for (const table of ['admins', 'sign_in_failures', 'audit_log'])
    await sql`delete from ${sql.table(table)}`.execute(queries);
  const passwords = countedPasswords();
  const clock = { now: () => now };
  await ensureFirstAdministrator({ queries, passwords }, { login: 'admin', password: ownerPassword });
  // Addresses are what a visitor says they are.
  const server = Fastify({ trustProxy: true, forceCloseConnections: true });
  await mountApi(server, {
    queries,
    log: silentLogger,
    authenticate: createGate({ queries, clock }),
    recordAudit: (principal, entry) => recordAudit(queries, principal, entry),
    features: [accountRoutes({ queries, passwords, clock })],
  });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });

  function visitor(from = '192.0.2.1'): Visitor {
    return {
      from,
      cookie: null,
      csrf: null,
      async call(method, path, body, headers = {}) {
        const answer = await request(`${address}${apiPrefix}${path}`, {
          method,
          body,
          headers: {
            'x-forwarded-for': from,
            ...(this.cookie === null ? {} : { cookie: `minuta_session=${this.cookie}` }),
            ...(this.csrf === null ? {} : { 'x-csrf-token': this.csrf }),
            ...headers,
          },
        });
        const set = /minuta_session=([^;]*)/.exec(answer.headers.get('set-cookie') ?? '')?.[1];
        if (set !== undefined) this.cookie = set === '' ? null : set;
        return answer;
      },
      async signIn(login = 'admin', password = ownerPassword) {
        const answer = await this.call('POST', '/auth/login', { login, password });
        if (answer.status === 200) this.csrf = field(answer, 'csrf_token');
        return answer;
      },
    };
  }

  return {
    address,
    passwords,
    visitor,
    now: clock.now,
    /** Lets time go by. */
    wait: (duration: Temporal.DurationLike) => {
      now = now.add(duration);
    },
    /** Somebody new who has signed in. */
    async someone(role: Role, login: string): Promise<Visitor & { readonly id: string }> {
      const owner = visitor();
      await owner.signIn();
      const made = await owner.call('POST', '/admins', { login, role });
      const person = visitor();
      await person.signIn(login, field(made, 'password'));
      return Object.assign(person, { id: field(made, 'id') });
    },
    close: () => server.close(),
  };
}

export type Accounts = Awaited<ReturnType<typeof startAccounts>>;

/** A text of the answer. */
export function field({ body }: Answer, name: string): string {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  if (typeof value !== 'string') throw new Error(`the answer has no ${name}: ${JSON.stringify(body)}`);
  return value;
}
