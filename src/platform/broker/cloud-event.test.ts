import { describe, expect, it } from 'vitest';
import { readCloudEvent, writeCloudEvent } from './cloud-event.ts';
import type { BrokerEvent } from './event.ts';

const event: BrokerEvent = {
  id: '0198f0a0-0000-7000-8000-000000000001',
  type: 'session.finished',
  subject: '42',
  time: Temporal.Instant.from('2026-03-01T10:00:00.5Z'),
  data: { session_id: 'x', duration: 60, text: 'Чтение' },
};
const written: unknown = JSON.parse(writeCloudEvent(event));
const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe('a CloudEvent', () => {
  it('D4 says everything the contract names, and is read back as it was', () => {
    expect(written).toEqual({
      specversion: '1.0',
      id: event.id,
      source: '/minuta',
      type: 'session.finished',
      time: '2026-03-01T10:00:00.5Z',
      subject: '42',
      datacontenttype: 'application/json',
      data: event.data,
    });
    expect(readCloudEvent(bytes(written))).toEqual(event);
  });

  it('D4 of a later version is read where it only says more', () => {
    expect(readCloudEvent(bytes({ ...Object(written), traceparent: '00-1-2-01' }))).toEqual(event);
  });

  it.each([
    ['is no JSON object', 'text'],
    ['is no JSON object', null],
    ['is no JSON object', [written]],
    ['is no CloudEvent 1.0', {}],
    ['is no CloudEvent 1.0', { ...Object(written), specversion: '0.3' }],
    ['its id is no UUID', { ...Object(written), id: '1' }],
    ['its source is not /minuta', { ...Object(written), source: '/other' }],
    ['its type is none', { ...Object(written), type: 'x' }],
    ["its subject is no user's id", { ...Object(written), subject: 'me' }],
    ['its time is none', { ...Object(written), time: 'yesterday' }],
    ['its data is no JSON object', { ...Object(written), data: 'text' }],
    ['its data is no JSON object', { ...Object(written), datacontenttype: 'text/xml' }],
  ])('D4 that %s is refused with that reason', (reason, value) => {
    expect(readCloudEvent(bytes(value))).toEqual({ reason });
  });

  it('D4 that is no UTF-8, cut off or enormous is refused, and nothing of it repeated', () => {
    const reason = 'is no JSON object';
    expect(readCloudEvent(Uint8Array.of(0x7b, 0xff, 0x7d))).toEqual({ reason });
    expect(readCloudEvent(bytes(written).subarray(0, 40))).toEqual({ reason });
    expect(readCloudEvent(new Uint8Array(2 ** 21))).toEqual({ reason: 'has 2097152 bytes' });
  });
});
