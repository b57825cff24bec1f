import { describe, expect, it } from 'vitest';
import { chooseName, mostActivities } from './activity-names.ts';
import { nameKey } from './names.ts';
import { activityId } from './testing.ts';

const named = (id: number, name: string) => ({ id: activityId(id), nameKey: nameKey(name) });
const all = [named(1, 'Чтение'), named(2, 'Work')];

describe('a name for an activity', () => {
  it('T1 is unique per user without regard to case', () => {
    expect(chooseName(all, ' ЧТЕНИЕ ', null)).toEqual({ ok: false, reason: 'taken', same: all[0] });
    expect(chooseName(all, 'Гитара', null)).toMatchObject({ ok: true, name: 'Гитара' });
  });

  it('T1 may change its case only', () => {
    expect(chooseName(all, 'WORK', activityId(2))).toMatchObject({ ok: true, name: 'WORK' });
    expect(chooseName(all, 'чтение', activityId(2))).toMatchObject({ ok: false, reason: 'taken' });
  });

  it('T1 is refused to a new activity where there are too many, and not to one that is there', () => {
    const many = Array.from({ length: mostActivities }, (_, place) => named(place + 1, `№ ${place}`));
    expect(chooseName(many, 'Гитара', null)).toEqual({ ok: false, reason: 'too_many' });
    expect(chooseName(many, 'Гитара', activityId(1))).toMatchObject({ ok: true });
  });
});
