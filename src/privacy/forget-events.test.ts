import { expect, it } from 'vitest';
import { sql } from 'kysely';
import { describeWith } from '../../test/support/servers.ts';
import { createTestVhost } from '../../test/support/test-vhost.ts';
import { until } from '../../test/support/until.ts';
import { readBrokerAddress } from '../platform/broker/address.ts';
import { deadLetters, type Subscription } from '../platform/broker/broker.ts';
import { makeEvents, publishUntilSafe } from '../platform/broker/contract-testing.ts';
import { connectRabbit } from '../platform/broker/rabbitmq/rabbitmq.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { forgetEvents } from './forget-events.ts';
import { whoIsThere } from './store/people.ts';

/** Can apply nothing. */
const refusing: Subscription = {
  queue: 'refusing',
  types: ['session.*'],
  batch: 10,
  apply: async (events) => events.map(({ id }) => ({ id, reason: 'a test' })),
};

describeWith(['RabbitMQ'], 'the dead letters of RabbitMQ', () => {
  it('T12 about somebody who was erased are forgotten, and those about others stay', async () => {
    const vhost = await createTestVhost();
    const address = readBrokerAddress(vhost.url);
    if (address?.kind !== 'rabbitmq') throw new Error(`no address of RabbitMQ: ${vhost.url}`);
    const broker = connectRabbit({ address, log: silentLogger, onDead: () => undefined });
    try {
      broker.consume(refusing);
      broker.consume(forgetEvents(broker, async () => []));
      for (const subject of ['7', '8'])
        await publishUntilSafe(broker, makeEvents(3, { type: 'session.finished', subject }));
      await until('all are dead letters', async () => (await broker.depth(deadLetters)) === 6);
      await publishUntilSafe(broker, makeEvents(1, { type: 'user.erased', subject: '7' }));
      await until('theirs are gone', async () => (await broker.depth(deadLetters)) === 3);
      expect(await broker.forget('8')).toBe(3);
    } finally {
      await broker.close();
      await vhost.drop();
    }
  });
});

describeOnBothEngines('word that somebody was erased', (database) => {
  it('T12 is believed only of those who are no more', async () => {
    const { queries } = database();
    const { rows } = await sql<{ id: number }>`
      insert into users (telegram_id, language, time_zone) values (70000000031, 'ru', 'UTC') returning id`.execute(
      queries,
    );
    const there = String(rows[0]?.id);
    const forgotten: string[] = [];
    const broker = { forget: async (subject: string) => forgotten.push(subject) };
    const { apply } = forgetEvents(broker, (ids) => whoIsThere(queries, ids));
    const [forged] = makeEvents(1, { type: 'user.erased', subject: there });
    const told = makeEvents(2, { type: 'user.erased', subject: '9999999999999999' });
    expect(await apply(forged ? [forged, ...told] : told)).toEqual([
      { id: forged?.id, reason: 'this person has not been erased' },
    ]);
    // Each person once, however often it is told.
    expect(forgotten).toEqual(['9999999999999999']);
  });
});
