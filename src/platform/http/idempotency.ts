import { createCipheriv, createDecipheriv, createHmac, hash, hkdfSync, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Queries } from '../database/database.ts';
import { Problem } from './problem.ts';

/** How long an answer is repeated. */
const keepHours = 24;
/** Seconds after which a request that has not answered is taken for dead, with the process that had it. */
const deadAfter = 120;
/** Characters of the largest answer that is kept. */
const largestAnswer = 1_000_000;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a request holds while it is carried out under a key. */
interface Claim {
  readonly id: string;
  /** Seals the answer; see `seal`. */
  readonly secret: string;
}

const claims = new WeakMap<FastifyRequest, Claim>();

/** Repeated beside the body; the others belong to the moment they were sent in. */
const keptHeaders = ['content-type', 'etag', 'location'];

/**
 * Carries a POST with an `Idempotency-Key` out once: the same principal's same key with the same request is given the
 * first answer again, in whichever process it arrives.
 *
 * A key is claimed before the work and the answer kept after it, not in one commit with it: where a process dies in
 * between, the key is free again after two minutes and a repetition is carried out anew.
 */
export function repeatAnswers(api: FastifyInstance, queries: Queries): void {
  api.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || key === undefined || request.routeOptions.config.idempotent === false) return;
    if (typeof key !== 'string' || !/^[!-~]{1,200}$/.test(key))
      throw refusal(422, 'idempotency_key', 'The Idempotency-Key must be 1–200 visible ASCII characters.');
    const { kind, id } = request.principal;
    const secret = `${kind}:${id}:${key}`;
    const claim = { id: hash('sha256', secret, 'base64url'), secret };
    const answer = await claimKey(queries, claim, fingerprintOf(request, secret));
    if (answer === null) claims.set(request, claim);
    else await repeat(reply, answer);
  });

  api.addHook('onSend', async (request, reply, payload) => {
    const claim = claims.get(request);
    if (!claim) return;
    claims.delete(request);
    const body = payload ?? '';
    // What failed on our side or came too early may succeed next time, and what flows by cannot be kept.
    const mayYetSucceed = reply.statusCode >= 500 || reply.statusCode === 429;
    if (mayYetSucceed || typeof body !== 'string' || body.length > largestAnswer)
      await sql`delete from idempotent_answers where id = ${claim.id}`.execute(queries);
    else await keep(queries, claim, { status: reply.statusCode, headers: headersOf(reply), body });
  });
}

/** Forgets what is not repeated any more. */
export async function forgetOldAnswers(queries: Queries): Promise<void> {
  await sql`delete from idempotent_answers where claimed_at < now() - make_interval(hours => ${keepHours}::int)`.execute(
    queries,
  );
}

/**
 * @returns null where the key is this request's now, else the answer that the first one got.
 * @throws {Problem} where the first one asked something else, or has not been answered yet.
 */
async function claimKey(queries: Queries, { id, secret }: Claim, fingerprint: string): Promise<Answer | null> {
  const { rows } = await sql<{ is_mine: boolean; fingerprint: string; answer: string | null }>`
    with claimed as (
      insert into idempotent_answers as a (id, fingerprint) values (${id}, ${fingerprint})
      on conflict (id) do update set fingerprint = excluded.fingerprint, answer = null, claimed_at = clock_timestamp()
        where a.claimed_at < clock_timestamp() - make_interval(hours => ${keepHours}::int)
          or a.answer is null and a.claimed_at < clock_timestamp() - make_interval(secs => ${deadAfter}::int)
      returning fingerprint
    )
    select true as is_mine, fingerprint, null as answer from claimed
    union all
    select false, fingerprint, answer from idempotent_answers
      where id = ${id} and not exists (select from claimed)`.execute(queries);
  const [row] = rows;
  if (row?.is_mine) return null;
  if (row && row.fingerprint !== fingerprint)
    throw refusal(422, 'idempotency_key_reused', 'This Idempotency-Key was sent with another request.');
  // No row: another process claimed the key while this statement ran, and its row is not visible to it.
  if (!row || row.answer === null)
    throw refusal(409, 'under_way', 'The request with this Idempotency-Key is still being carried out.');
  return unseal(row.answer, secret);
}

async function keep(queries: Queries, { id, secret }: Claim, answer: Answer): Promise<void> {
  await sql`update idempotent_answers set answer = ${seal(answer, secret)} where id = ${id}`.execute(queries);
}

async function repeat(reply: FastifyReply, { status, headers, body }: Answer): Promise<void> {
  await reply.code(status).headers(headers).header('idempotency-replayed', 'true').send(body);
}

function headersOf(reply: FastifyReply): Record<string, string> {
  const all = reply.getHeaders();
  return Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = all[name];
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
}

/** Made with the key, which is not kept: a fast hash of a password alone could be searched for it. */
function fingerprintOf({ method, url, headers, body }: FastifyRequest, secret: string): string {
  const sum = createHmac('sha256', secret).update(`${method} ${url}\n${headers['content-type'] ?? ''}\n`);
  // A body that streams by is told apart by its length alone.
  return sum.update(body === undefined ? (headers['content-length'] ?? '') : JSON.stringify(body)).digest('base64url');
}

/**
 * An answer may hold a secret that is shown only once, such as a new token. The key itself is not kept, only its
 * hash, so who reads the table cannot read the answers.
 */
function seal(answer: Answer, secret: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(secret), nonce);
  const text = Buffer.concat([cipher.update(JSON.stringify(answer)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
}

function unseal(sealed: string, secret: string): Answer {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(secret), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  const answer: Answer = JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString());
  return answer;
}

function sealingKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'minuta: an answer kept for repeating', 32));
}

function refusal(status: number, code: string, detail: string): Problem {
  const headers = status === 409 ? { 'retry-after': '1' } : {};
  return new Problem({ status, code, title: 'The Idempotency-Key cannot be used so', detail, headers });
}
