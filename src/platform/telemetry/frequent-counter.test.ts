import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { FrequentCounter } from './frequent-counter.ts';

it('O3 tells everything that was counted, whenever somebody looks', async () => {
  const registry = new Registry();
  const counter = new FrequentCounter({
    name: 'doors_total',
    help: 'Doors.',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  });
  const told = async (): Promise<string[]> =>
    (await registry.metrics()).split('\n').filter((line) => line.startsWith('doors_total{'));
  expect(await told()).toEqual([]);
  counter.inc('front', 'open');
  counter.inc('front', 'open');
  counter.inc('back', 'open');
  expect(await told()).toEqual([
    'doors_total{kind="front",outcome="open"} 2',
    'doors_total{kind="back",outcome="open"} 1',
  ]);
  counter.inc('front', 'open');
  counter.inc('front', 'shut');
  expect(await told()).toEqual([
    'doors_total{kind="front",outcome="open"} 3',
    'doors_total{kind="back",outcome="open"} 1',
    'doors_total{kind="front",outcome="shut"} 1',
  ]);
  expect(await told()).toHaveLength(3);
});
