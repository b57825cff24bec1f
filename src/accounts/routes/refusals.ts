import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../platform/http/access.ts';
import { invalid, Problem } from '../../platform/http/problem.ts';
import { PasswordsBusy } from '../passwords.ts';

/** @throws {Problem} 403 for who did not sign in with a password: a token that leaked must not make itself a home. */
export function requireSession({ principal }: FastifyRequest): Extract<Principal, { kind: 'admin' }> {
  if (principal.kind === 'admin') return principal;
  throw new Problem({
    status: 403,
    code: 'session_only',
    title: 'Not allowed with a token',
    detail: 'This is only for who has signed in with a password.',
  });
}

/** What is said of credentials that do not hold, whatever of them is wrong. */
export function wrongPassword(): Problem {
  return new Problem({
    status: 401,
    code: 'wrong_password',
    title: 'Not signed in',
    detail: 'The login or the password is wrong.',
  });
}

/** @param seconds until the next attempt. */
export function tooManyFailures(seconds: number): Problem {
  return new Problem({
    status: 429,
    code: 'too_many_failures',
    title: 'Too many failed sign-ins',
    detail: `Too many failed sign-ins. Wait ${seconds} s.`,
    headers: { 'retry-after': String(seconds) },
  });
}

export function lastOwner(): Problem {
  return new Problem({
    status: 409,
    code: 'last_owner',
    title: 'The last owner',
    detail: 'This is the only owner: make somebody else an owner first.',
  });
}

export function loginTaken(): Problem {
  return new Problem({
    status: 409,
    code: 'login_taken',
    title: 'The login is taken',
    detail: 'Another administrator has this login.',
    errors: [{ path: 'login', message: 'is taken' }],
  });
}

/** Says «later» instead of failing where too many passwords are being checked. */
export async function orBusy<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (!(cause instanceof PasswordsBusy)) throw cause;
    throw new Problem(
      {
        status: 503,
        code: 'busy',
        title: 'Not now',
        detail: 'Too many people sign in at this moment. Try again.',
        headers: { 'retry-after': '2' },
      },
      { cause },
    );
  }
}

/** Years of four digits, with a day to spare for rounding and zones: beyond, PostgreSQL spells them differently. */
const [earliest, latest] = [
  Temporal.Instant.from('0001-01-02T00:00:00Z'),
  Temporal.Instant.from('9999-12-30T00:00:00Z'),
];

/** @throws {Problem} 422 for a moment that the calendar does not have, such as a leap second, or that nobody will see. */
export function instantOf(text: string, path: string): Temporal.Instant {
  const moment = instantIn(text);
  if (moment === null) throw invalid([{ path, message: 'is not a moment' }]);
  if (Temporal.Instant.compare(moment, earliest) < 0 || Temporal.Instant.compare(moment, latest) > 0)
    throw invalid([{ path, message: 'is too far away' }]);
  return moment;
}

function instantIn(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(text);
  } catch {
    return null;
  }
}
