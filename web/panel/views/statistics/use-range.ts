import { useMemo } from 'react';
import type { Asked } from '../../api/figure-addresses.ts';
import { useAddress } from '../../parts/use-address.ts';
import { currentZone, ownZone, zones } from '../../words/zones.ts';
import { daysOf, presets, readDays, type Days, type Preset } from './range.ts';

export interface Range {
  /** Null where two days were given. */
  readonly preset: Preset | null;
  readonly asked: Asked;
  readonly choose: (preset: Preset) => void;
  readonly chooseDays: (days: Days) => void;
  readonly chooseZone: (zone: string) => void;
}

/** The range that the whole view is about, from its address: the last thirty days unless it says otherwise. */
export function useRange(): Range {
  const [{ range, from, to, zone: given }, change] = useAddress(['range', 'from', 'to', 'zone']);
  const named = given === undefined ? ownZone : currentZone(given);
  const zone = zones.includes(named) ? named : ownZone;
  const days = range === undefined ? readDays(from, to) : null;
  const preset = days ? null : (presets.find((one) => one === range) ?? '30d');
  const { from: first, to: last } = days ?? daysOf(preset ?? '30d', Temporal.Now.plainDateISO(zone));
  const asked = useMemo(() => ({ from: first, to: last, zone }), [first, last, zone]);
  return {
    preset,
    asked,
    choose: (chosen) => change({ range: chosen, from: undefined, to: undefined }),
    chooseDays: (chosen) => change({ range: undefined, ...chosen }),
    chooseZone: (chosen) => change({ zone: chosen === ownZone ? undefined : chosen }),
  };
}
