import { expect, it } from 'vitest';
import { currentZone, zones } from './zones.ts';

it('S2 zones have the names that people look for, whatever the browser calls them', () => {
  expect(zones).toEqual(
    expect.arrayContaining(['Asia/Kathmandu', 'Asia/Kolkata', 'Europe/Kyiv', 'Asia/Ho_Chi_Minh', 'UTC']),
  );
  expect(zones).not.toContain('Asia/Katmandu');
  expect(zones).toEqual([...new Set(zones)].toSorted());
  expect(currentZone('Asia/Calcutta')).toBe('Asia/Kolkata');
  expect(currentZone('Europe/London')).toBe('Europe/London');
});

it('S2 every zone that can be chosen is one', () => {
  for (const zone of zones) expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
});
