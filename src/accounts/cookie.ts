import { fastifyCookie } from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import { longestSeconds } from './sessions.ts';

const name = 'minuta_session';

/** The token that the cookie of a request holds; null where there is none. */
export function sessionTokenOf({ headers }: FastifyRequest): string | null {
  const token = headers.cookie === undefined ? undefined : fastifyCookie.parse(headers.cookie)[name];
  return token === undefined || token === '' ? null : token;
}

/**
 * The cookie that keeps a session; no script can read it, and no other site can make a browser send it with a change.
 *
 * @param token null takes the cookie back.
 * @param isSecure whether the browser reaches us by https, and must send it by nothing else.
 */
export function sessionCookie(token: string | null, isSecure: boolean): string {
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure } as const;
  return fastifyCookie.serialize(name, token ?? '', { ...attributes, maxAge: token === null ? 0 : longestSeconds });
}
