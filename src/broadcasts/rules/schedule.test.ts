import { describe, expect, it } from 'vitest';
import { dueIn, earliest, latest, readLocal } from './schedule.ts';

const ten = Temporal.PlainDateTime.from('2026-11-30T10:00');

describe('C13 ten o’clock of the recipient’s day', () => {
  it.each([
    ['Europe/Moscow', '2026-11-30T07:00:00Z'],
    ['Asia/Kathmandu', '2026-11-30T04:15:00Z'],
    ['America/New_York', '2026-11-30T15:00:00Z'],
    ['Pacific/Kiritimati', '2026-11-29T20:00:00Z'],
  ])('is another moment in %s', (zone, moment) => {
    expect(dueIn(zone, ten).toString()).toBe(moment);
  });

  it('comes first where it is fourteen hours later than in Greenwich, and last where it is twelve earlier', () => {
    expect([earliest(ten), latest(ten)].map(String)).toEqual(['2026-11-29T20:00:00Z', '2026-11-30T22:00:00Z']);
  });

  it('is an hour later where clocks leave it out', () => {
    expect(dueIn('Europe/Berlin', Temporal.PlainDateTime.from('2026-03-29T02:30')).toString()).toBe(
      '2026-03-29T01:30:00Z',
    );
  });

  it('is no time at all on a day that no calendar has', () => {
    expect(readLocal('2026-02-30T10:00')).toBeNull();
    expect(readLocal('2026-02-28T24:30')).toBeNull();
    expect(readLocal('2026-02-28T10:00')?.toString()).toBe('2026-02-28T10:00:00');
  });
});
