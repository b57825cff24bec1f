import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

it('O3 the figures of a process hardly wake it where nothing happens', async () => {
  createMetrics();
  const before = performance.nodeTiming.uvMetricsInfo.loopCount;
  await sleep(1_000);
  expect(performance.nodeTiming.uvMetricsInfo.loopCount - before).toBeLessThan(50);
});
