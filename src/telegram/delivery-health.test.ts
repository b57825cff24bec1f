import { describe, expect, it } from 'vitest';
import { createWebhookHealth, healthTimes, type WebhookHealth } from './delivery-health.ts';

/** Reports every ten seconds, from `from` to `to` seconds. */
function watch(report: (second: number) => { pending: number; error?: number } | 'refused', to: number): WebhookHealth {
  let now = 0;
  const health = createWebhookHealth(healthTimes, () => now * 1_000);
  for (; now <= to; now += 10) {
    const seen = report(now);
    if (seen === 'refused') health.setFailed();
    else health.report({ pending: seen.pending, lastErrorDate: seen.error });
  }
  now = to;
  return health;
}

const failing = (second: number) => (second < 10 ? { pending: 0 } : { pending: 3, error: second });

describe('the judgement on the webhook', () => {
  it('B1 is «broken» after a minute of updates that wait and errors that go on', () => {
    expect(watch(failing, 60).isBroken()).toBe(false);
    expect(watch(failing, 60).isFailing()).toBe(true);
    expect(watch(failing, 70).isBroken()).toBe(true);
  });

  it('is «broken» too where Telegram repeats but once a minute', () => {
    expect(watch((second) => ({ pending: 1, error: Math.floor(second / 60) }), 120).isBroken()).toBe(true);
  });

  it('is «broken» when Telegram refuses for a minute to set it', () => {
    expect(watch(() => 'refused', 50).isBroken()).toBe(false);
    expect(watch(() => 'refused', 60).isBroken()).toBe(true);
  });

  it('forgives one failed delivery of a busy bot', () => {
    expect(watch((second) => ({ pending: 20, ...(second >= 20 ? { error: 20 } : {}) }), 170).isBroken()).toBe(false);
  });

  it('starts anew when everything was delivered in between', () => {
    expect(watch((second) => ({ pending: second === 50 ? 0 : 3, error: second }), 100).isBroken()).toBe(false);
  });

  it('does not count errors from before', () => {
    expect(watch(() => ({ pending: 5, error: 1 }), 600).isFailing()).toBe(false);
  });
});
