import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { FrequentHistogram } from './frequent-histogram.ts';

it('O3 tells everything that was measured, whenever somebody looks', async () => {
  const registry = new Registry();
  const histogram = new FrequentHistogram({
    name: 'steps_metres',
    help: 'Steps.',
    buckets: [1, 2],
    registers: [registry],
  });
  const told = async (): Promise<string[]> =>
    (await registry.metrics()).split('\n').filter((line) => line.startsWith('steps_metres_'));
  histogram.observe(0.5);
  histogram.observe(1.5);
  const first = ['bucket{le="1"} 1', 'bucket{le="2"} 2', 'bucket{le="+Inf"} 2', 'sum 2', 'count 2'];
  expect(await told()).toEqual(first.map((line) => `steps_metres_${line}`));
  expect(await told()).toHaveLength(5);
  for (let step = 0; step < 2_500; step += 1) histogram.observe(4);
  const then = ['bucket{le="1"} 1', 'bucket{le="2"} 2', 'bucket{le="+Inf"} 2502', 'sum 10002', 'count 2502'];
  expect(await told()).toEqual(then.map((line) => `steps_metres_${line}`));
});
