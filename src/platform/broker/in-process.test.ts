import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnBothEngines } from '../database/testing.ts';
import { silentLogger } from '../telemetry/logger.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { BrokerError, deadLetters, type Broker } from './broker.ts';
import { brokerContract, makeEvents, publishUntilSafe } from './contract-testing.ts';
import type { BrokerEvent } from './event.ts';
import { openBroker } from './open-broker.ts';

describeOnBothEngines('a broker in process', (database) => {
  const metrics = createMetrics();
  const open = (): Promise<Broker> =>
    openBroker({ url: undefined, queries: database().queries, log: silentLogger, metrics });

  /** The outbox's relay, as far as these events are concerned. */
  async function bringBack(broker: Broker): Promise<void> {
    const { rows } = await sql<BrokerEvent>`
      delete from outbox
      returning event_id as id, type, user_id::text as subject, at as time, data`.execute(database().queries);
    await publishUntilSafe(broker, rows);
  }

  brokerContract({ open, bringBack });

  it('D4 takes nothing for published before it was applied', async () => {
    const broker = await open();
    await expect(broker.publish(makeEvents(1, { type: 'session.finished' }))).rejects.toThrow(BrokerError);
    let isApplied = false;
    const consumer = broker.consume({
      queue: 'minuta.aggregates',
      types: ['session.*'],
      batch: 10,
      apply: async () => {
        await Promise.resolve();
        isApplied = true;
        return [];
      },
    });
    await broker.publish(makeEvents(1, { type: 'session.finished' }));
    expect(isApplied).toBe(true);
    await broker.publish(makeEvents(1, { type: 'user.erased' }));
    await consumer.close();
    await expect(broker.publish(makeEvents(1, { type: 'session.finished' }))).rejects.toThrow(BrokerError);
    await broker.close();
  });

  it('O3 counts dead letters, and lets go of those that wait for a database after ten seconds', async () => {
    const broker = await open();
    const before = await broker.depth(deadLetters);
    broker.consume({
      queue: 'minuta.aggregates',
      types: ['session.*'],
      batch: 10,
      apply: async (events) => events.map(({ id }) => ({ id, reason: 'on purpose' })),
    });
    await broker.publish(makeEvents(7, { type: 'session.finished' }));
    expect(await broker.depth(deadLetters)).toBe((before ?? 0) + 7);
    expect(await metrics.deadLetters.get()).toMatchObject({
      values: expect.arrayContaining([expect.objectContaining({ labels: { queue: 'minuta.aggregates' }, value: 7 })]),
    });
    await broker.close();
  });
});
