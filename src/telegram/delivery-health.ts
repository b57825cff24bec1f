/** What `getWebhookInfo` says about delivery. */
export interface WebhookReport {
  readonly pending: number;
  /** Unix seconds by Telegram's clock, where there ever was an error. */
  readonly lastErrorDate: number | undefined;
}

/** All in milliseconds. */
export interface HealthTimes {
  /** How long it must fail without a pause before it counts as broken. */
  readonly broken: number;
  /** How long an error counts: Telegram repeats after up to two minutes. */
  readonly errorLasts: number;
}

export const healthTimes: HealthTimes = { broken: 60_000, errorLasts: 150_000 };

/** A judgement on the webhook from what was seen of it. */
export interface WebhookHealth {
  report(report: WebhookReport): void;
  /** Telegram refused to set the webhook at all. */
  setFailed(): void;
  isFailing(): boolean;
  isBroken(): boolean;
}

/**
 * The webhook fails while updates wait and there was an error lately; it is broken when this went on for a minute and
 * an error came in that time, so that a busy bot with one unlucky delivery is not taken for a broken one.
 *
 * Errors are dated by Telegram's clock, which need not be ours: an error is new when its date was not seen before,
 * and the first report tells only what lies behind.
 *
 * @param now milliseconds that only grow.
 */
export function createWebhookHealth(times: HealthTimes, now: () => number): WebhookHealth {
  let isFirst = true;
  let knownDate: number | undefined;
  let lastError: number | undefined;
  let failingSince: number | undefined;

  const judge = (isFailing: boolean): void => {
    failingSince = isFailing ? (failingSince ?? now()) : undefined;
  };
  return {
    report({ pending, lastErrorDate }) {
      if (!isFirst && lastErrorDate !== knownDate) lastError = now();
      isFirst = false;
      knownDate = lastErrorDate;
      judge(pending > 0 && lastError !== undefined && now() - lastError < times.errorLasts);
    },
    setFailed() {
      lastError = now();
      judge(true);
    },
    isFailing: () => failingSince !== undefined,
    isBroken: () =>
      failingSince !== undefined &&
      lastError !== undefined &&
      lastError > failingSince &&
      now() - failingSince >= times.broken,
  };
}
