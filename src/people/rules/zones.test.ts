import { describe, expect, it } from 'vitest';
import { CITIES } from './zone-cities.ts';
import { ZONE_POINTS } from './zone-points.ts';
import {
  canonicalZone,
  findZone,
  findZones,
  isTimeZone,
  zoneAt,
  zoneLabel,
  zonesByLocalTime,
  zonesShowing,
} from './zones.ts';

const winter = Temporal.Instant.from('2025-11-22T11:05:30Z');
const summer = Temporal.Instant.from('2025-07-22T11:05:30Z');

const berlin = (now: Temporal.Instant) => zonesByLocalTime(now, 'ru').find(({ zone }) => zone === 'Europe/Berlin');
const zonesAt = (time: string, now = winter) =>
  zonesShowing(Temporal.PlainTime.from(time), now, 'ru').map(({ zone }) => zone);

describe('the question what time it is', () => {
  it('T7 offers likely zones with what their clocks show, from west to east', () => {
    const choices = zonesByLocalTime(winter, 'ru');
    expect(choices).toContainEqual({ zone: 'Europe/Moscow', city: 'Москва', time: '14:05', label: '14:05 · Москва' });
    expect(choices.at(0)?.label).toBe('11:05 · Лондон');
    expect(choices.at(-1)?.label).toBe('23:05 · Петропавловск-Камчатский');
    expect(zonesByLocalTime(winter, 'en').map(({ zone }) => zone)).toContain('America/New_York');
  });

  it('T7 follows daylight saving', () => {
    expect(berlin(winter)?.time).toBe('12:05');
    expect(berlin(summer)?.time).toBe('13:05');
  });

  it('T7 takes a typed time for an answer, also across midnight', () => {
    expect(zonesAt('14:00').at(0)).toBe('Europe/Moscow');
    expect(zonesAt('16:35')).toContain('Asia/Kolkata');
    expect(zonesAt('23:59', Temporal.Instant.from('2025-11-22T21:04:00Z'))).toContain('Europe/Moscow');
    expect(zonesAt('14:25')).toEqual([]);
  });
});

describe('a typed city', () => {
  it.each([
    ['Moscow', 'Europe/Moscow'],
    ['москва', 'Europe/Moscow'],
    ['мск', 'Europe/Moscow'],
    ['Europe/Moscow', 'Europe/Moscow'],
    ['europe/kiev', 'Europe/Kyiv'],
    ['Питер', 'Europe/Moscow'],
    ['санкт петербург', 'Europe/Moscow'],
    ['Ростов на Дону', 'Europe/Moscow'],
    ['кишинев', 'Europe/Chisinau'],
    ['КИШИНЁВ', 'Europe/Chisinau'],
    ['екат', 'Asia/Yekaterinburg'],
    ['Екатеринбруг', 'Asia/Yekaterinburg'],
    ['масква', 'Europe/Moscow'],
    ['новосибирс', 'Asia/Novosibirsk'],
    ['йорк', 'America/New_York'],
    ['new york', 'America/New_York'],
    ['São Paulo', 'America/Sao_Paulo'],
    ['Грузия', 'Asia/Tbilisi'],
    ['Boise', 'America/Boise'],
    ['UTC+5', 'Etc/GMT-5'],
    ['utc −3', 'Etc/GMT+3'],
    ['+05:30', 'Asia/Kolkata'],
    ['МСК+2', 'Etc/GMT-5'],
    ['GMT', 'UTC'],
  ])('T7 «%s» is %s', (typed, zone) => {
    expect(findZone(typed)).toBe(zone);
  });

  it('T7 that may be several is a choice, in the person’s language', () => {
    expect(findZone('ново')).toBeNull();
    expect(findZones('ново', 'ru').map(({ city }) => city)).toEqual(['Новосибирск', 'Новокузнецк']);
    expect(findZones('san', 'en').length).toBeGreaterThan(1);
  });

  it('T7 that is a whole name is not one of the longer names', () => {
    expect(findZones('Тула', 'ru')).toEqual([{ zone: 'Europe/Moscow', city: 'Тула' }]);
    expect(findZones('Рим', 'ru')).toEqual([{ zone: 'Europe/Rome', city: 'Рим' }]);
  });

  it.each(['', ' ', 'я', 'абвгд', 'UTC+15', '+05:17', 'Mars/Olympus', '../../etc/passwd', '('])(
    'T7 «%s» is no city',
    (typed) => {
      expect(findZones(typed, 'ru')).toEqual([]);
    },
  );

  it('T7 that is a whole book is no city', () => {
    expect(findZones('москва '.repeat(50_000), 'ru')).toEqual([]);
  });
});

describe('names of zones', () => {
  it('T7 a zone is called by its city, a shift by its number', () => {
    expect(zoneLabel('Europe/Moscow', 'ru')).toBe('Москва');
    expect(zoneLabel('Europe/Moscow', 'en')).toBe('Moscow');
    expect(zoneLabel('Europe/Kiev', 'ru')).toBe('Киев');
    expect(zoneLabel('Etc/GMT-5', 'ru')).toBe('UTC+5');
    expect(zoneLabel('America/Argentina/Rio_Gallegos', 'ru')).toBe('Rio Gallegos');
    expect(zoneLabel('UTC', 'ru')).toBe('UTC');
  });

  it('T7 each has one spelling, that of the present', () => {
    expect(canonicalZone('europe/moscow')).toBe('Europe/Moscow');
    expect(canonicalZone('Asia/Calcutta')).toBe('Asia/Kolkata');
    expect(canonicalZone('US/Pacific')).toBe('America/Los_Angeles');
    expect(canonicalZone('Etc/GMT-5')).toBe('Etc/GMT-5');
  });

  it.each([
    '',
    'Moscow',
    '+05:00',
    'UTC+5',
    'Europe/Moscow; drop table users',
    '2025-11-22T00:00[Europe/Moscow]',
    'a'.repeat(99),
  ])('T7 «%s» is no zone', (text) => {
    expect(isTimeZone(text)).toBe(false);
  });

  it('every zone of the tables exists under its present name', () => {
    const zones = [...CITIES.map(({ zone }) => zone), ...ZONE_POINTS.map(([zone]) => zone)];
    expect(zones.filter((zone) => canonicalZone(zone) !== zone)).toEqual([]);
  });

  it('every zone that this machine knows can be found', () => {
    const zones = Intl.supportedValuesOf('timeZone').filter((zone) => !zone.startsWith('Antarctica/'));
    const known = new Set([...CITIES.map(({ zone }) => zone), ...ZONE_POINTS.map(([zone]) => zone)]);
    expect(zones.filter((zone) => !known.has(canonicalZone(zone) ?? ''))).toEqual([]);
  });
});

describe('a shared location', () => {
  it.each([
    ['Kaluga', 54.51, 36.26, 'Europe/Moscow'],
    ['Yelabuga, near the border of Udmurtia', 55.76, 52.05, 'Europe/Moscow'],
    ['Potsdam', 52.39, 13.06, 'Europe/Berlin'],
    ['Komsomolsk-on-Amur', 50.55, 137.01, 'Asia/Vladivostok'],
    ['Mys Shmidta, past the date line', 68.88, -179.37, 'Asia/Anadyr'],
    ['Sacramento', 38.58, -121.49, 'America/Los_Angeles'],
  ])('T7 in %s finds a zone', (_, latitude, longitude, zone) => {
    expect(zoneAt(latitude, longitude)).toBe(zone);
  });
});
