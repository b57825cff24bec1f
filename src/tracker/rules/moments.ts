/** The earliest of these moments; null where one is open. */
export function earliest(moments: readonly (Temporal.Instant | null)[]): Temporal.Instant | null {
  return moments.reduce((a, b) => (a && b && Temporal.Instant.compare(a, b) < 0 ? a : a && b), moments[0] ?? null);
}

/** The latest of these moments; null where one is open. */
export function latest(moments: readonly (Temporal.Instant | null)[]): Temporal.Instant | null {
  return moments.reduce((a, b) => (a && b && Temporal.Instant.compare(a, b) > 0 ? a : a && b), moments[0] ?? null);
}
