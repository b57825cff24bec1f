/**
 * A token bucket: what is spent comes back at a steady rate, up to as much as may be spent at once.
 *
 * Source: https://en.wikipedia.org/wiki/Token_bucket
 */
export interface BucketRules {
  /** Tokens that come back each second. */
  readonly rate: number;
  /** Tokens it holds at most. */
  readonly burst: number;
}

export interface Bucket {
  readonly tokens: number;
  /** When it had so many, in milliseconds of any clock that does not jump. */
  readonly at: number;
  /** Whether somebody was told that it is empty, since it was half full. */
  readonly isTold: boolean;
}

/** `spent`: there was a token; `told_now`: there was none, and nobody has been told so before; `empty`: nobody again. */
export type Spent = 'spent' | 'told_now' | 'empty';

/** A bucket as it is after the time that has passed. */
function refill(bucket: Bucket | undefined, { rate, burst }: BucketRules, now: number): Bucket {
  if (!bucket) return { tokens: burst, at: now, isTold: false };
  const tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) * rate) / 1_000);
  // One token at a time comes back all the while, so who goes on without a pause would be told again with each.
  return { tokens, at: now, isTold: bucket.isTold && tokens < burst / 2 };
}

/** Takes a token out. */
export function spend(
  bucket: Bucket | undefined,
  rules: BucketRules,
  now: number,
): { readonly bucket: Bucket; readonly spent: Spent } {
  const full = refill(bucket, rules, now);
  if (full.tokens >= 1) return { bucket: { ...full, tokens: full.tokens - 1 }, spent: 'spent' };
  return { bucket: { ...full, isTold: true }, spent: full.isTold ? 'empty' : 'told_now' };
}

/** Takes out as many tokens as there are, up to `wanted`. */
export function spendUpTo(
  bucket: Bucket | undefined,
  rules: BucketRules,
  { wanted, now }: { readonly wanted: number; readonly now: number },
): { readonly bucket: Bucket; readonly granted: number } {
  const full = refill(bucket, rules, now);
  const granted = Math.min(wanted, Math.floor(full.tokens));
  return { bucket: { ...full, tokens: full.tokens - granted }, granted };
}
