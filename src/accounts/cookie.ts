import type { FastifyReply, FastifyRequest } from 'fastify';
import { longestSeconds } from './sessions.ts';

const name = 'minuta_session';

/** The token that the cookie of a request holds; null where there is none. */
export function sessionTokenOf({ cookies }: FastifyRequest): string | null {
  const token = cookies[name];
  return token === undefined || token === '' ? null : token;
}

/**
 * Gives the cookie that keeps a session; no script can read it, and no other site can make a browser send it with a
 * change.
 *
 * @param token null takes the cookie back.
 * @param isSecure whether the browser reaches us by https, and must send it by nothing else.
 */
export function setSessionCookie(reply: FastifyReply, token: string | null, isSecure: boolean): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure } as const;
  if (token === null) reply.clearCookie(name, attributes);
  else reply.setCookie(name, token, { ...attributes, maxAge: longestSeconds });
}
