/** How «the configuration has changed» is signed, the same way in both directions. */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';

export const timestampHeader = 'x-minuta-timestamp';
export const signatureHeader = 'x-minuta-signature';

/** Seconds by which the sender's clock, or the way, may be off. */
const tolerance = 300;

/** @param timestamp seconds since 1970, as it stands in its header. */
export function sign(secret: string, timestamp: string, body: string | Uint8Array): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;
}

export interface Signed {
  /** As they stand in their headers; undefined where there is none. */
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  /** The very bytes that came. */
  readonly body: Uint8Array;
}

/** Whether this was signed with the secret within the last five minutes, or by a clock that is so far ahead. */
export function isSigned(secret: string, { timestamp, signature, body }: Signed, now: Temporal.Instant): boolean {
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  // Compared by their hashes, which have one length, and whatever the time says: an answer tells nothing by its haste.
  const matches = timingSafeEqual(digest(signature), digest(sign(secret, timestamp, body)));
  return Math.abs(now.epochMilliseconds / 1_000 - Number(timestamp)) <= tolerance && matches;
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
