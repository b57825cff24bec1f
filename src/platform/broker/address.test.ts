import { describe, expect, it } from 'vitest';
import { readBrokerAddress } from './address.ts';

describe('the address of a broker', () => {
  it('names one RabbitMQ or the nodes of a cluster, with a password and a virtual host', () => {
    expect(readBrokerAddress('amqp://localhost')).toEqual({
      kind: 'rabbitmq',
      url: 'amqp://localhost:5672',
      hosts: ['localhost:5672'],
    });
    expect(readBrokerAddress('amqps://user:p%40ss@one,two:5673/minuta?heartbeat=5')).toEqual({
      kind: 'rabbitmq',
      url: 'amqps://user:p%40ss@one:5671/minuta?heartbeat=5',
      hosts: ['one:5671', 'two:5673'],
    });
  });

  it('names nodes of Kafka, with TLS and a way to sign in', () => {
    expect(readBrokerAddress('kafka://one:9092,[::1]')).toEqual({
      kind: 'kafka',
      hosts: ['one:9092', '[::1]:9092'],
      isEncrypted: false,
      prefix: '',
    });
    expect(readBrokerAddress('kafka://one/berlin')).toMatchObject({ prefix: 'berlin.' });
    expect(readBrokerAddress('kafkas://user:a%3Ab@one/?mechanism=plain')).toEqual({
      kind: 'kafka',
      hosts: ['one:9092'],
      isEncrypted: true,
      prefix: '',
      signIn: { username: 'user', password: 'a:b', mechanism: 'PLAIN' },
    });
  });

  it.each([
    'http://one',
    'amqp://',
    'amqp://one:99999',
    'kafka://one,',
    'kafka://one/two/three',
    'kafka://u:%@one',
    'kafka://u:p@one?mechanism=magic',
    'kafka://one?tls=1',
    'one:9092',
  ])('is not %s', (text) => {
    expect(readBrokerAddress(text)).toBeNull();
  });
});
