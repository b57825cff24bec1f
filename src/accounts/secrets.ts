import { createHmac, hash, randomBytes, randomInt } from 'node:crypto';

/** A secret nobody can guess: 256 bits. */
export function makeSecret(prefix = ''): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

/** What is kept of a secret. It has more entropy than any search could cover, so a fast hash is enough for it. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'base64url');
}

/** The proof that belongs to a session: a page of another site sends the cookie along, and cannot know this. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('minuta: csrf').digest('base64url');
}

/** Letters and digits that are not mistaken for each other when read from a screen. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A password for the first sign-in, 80 bits, to be read and typed. */
export function makePassword(): string {
  const letters = Array.from({ length: 16 }, () => alphabet.charAt(randomInt(alphabet.length)));
  return [0, 4, 8, 12].map((from) => letters.slice(from, from + 4).join('')).join('-');
}
