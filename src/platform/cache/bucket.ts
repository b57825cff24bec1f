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

/** Changed in place by whoever spends of it: one is looked at for each update. */
export interface Bucket {
  tokens: number;
  /** When it had so many, in milliseconds of any clock that does not jump. */
  at: number;
  /** Whether somebody was told that it is empty, since it was half full. */
  isTold: boolean;
}

/** `spent`: there was a token; `told_now`: there was none, and nobody has been told so before; `empty`: nobody again. */
export type Spent = 'spent' | 'told_now' | 'empty';

export function fullBucket({ burst }: BucketRules, now: number): Bucket {
  return { tokens: burst, at: now, isTold: false };
}

/** Gives back what the time that has passed brings. */
function refill(bucket: Bucket, { rate, burst }: BucketRules, now: number): void {
  bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) * rate) / 1_000);
  bucket.at = now;
  // One token at a time comes back all the while, so who goes on without a pause would be told again with each.
  if (bucket.tokens >= burst / 2) bucket.isTold = false;
}

/** Takes a token out. */
export function spend(bucket: Bucket, rules: BucketRules, now: number): Spent {
  refill(bucket, rules, now);
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return 'spent';
  }
  if (bucket.isTold) return 'empty';
  bucket.isTold = true;
  return 'told_now';
}

/** Takes out as many tokens as there are, up to `wanted`, and says how many. */
export function spendUpTo(
  bucket: Bucket,
  rules: BucketRules,
  { wanted, now }: { readonly wanted: number; readonly now: number },
): number {
  refill(bucket, rules, now);
  const granted = Math.min(wanted, Math.floor(bucket.tokens));
  bucket.tokens -= granted;
  return granted;
}
