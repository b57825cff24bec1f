/** Shifts with a part of an hour that some zone keeps all year round. By minutes. */
const PARTS_OF_HOURS: ReadonlyMap<number, string> = new Map([
  [-570, 'Pacific/Marquesas'],
  [210, 'Asia/Tehran'],
  [270, 'Asia/Kabul'],
  [330, 'Asia/Kolkata'],
  [345, 'Asia/Kathmandu'],
  [390, 'Asia/Yangon'],
  [525, 'Australia/Eucla'],
  [570, 'Australia/Darwin'],
]);
const MOSCOW = 180;
const OFFSET = /^(?<base>utc|gmt|мск|msk)? ?(?<sign>[+-]) ?(?<hours>\d{1,2})(?::?(?<minutes>\d{2}))?$/u;

/**
 * The zone of «UTC+5», «GMT-3», «+05:30» or «МСК+2». It has a name, because a bare «+05:00» means five hours west
 * to PostgreSQL; so do, by an old custom, the signs in the names («Etc/GMT-5» is five hours east).
 * Null for what is no shift, and for one that no zone has.
 */
export function readOffset(text: string): string | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-');
  if (plain === 'utc' || plain === 'gmt') return 'UTC';
  const groups = OFFSET.exec(plain)?.groups;
  if (groups === undefined) return null;
  const size = Number(groups['hours']) * 60 + Number(groups['minutes'] ?? 0);
  const isMoscow = groups['base'] === 'мск' || groups['base'] === 'msk';
  return offsetZone((groups['sign'] === '-' ? -size : size) + (isMoscow ? MOSCOW : 0));
}

function offsetZone(minutes: number): string | null {
  const hours = minutes / 60;
  if (!Number.isInteger(hours)) return PARTS_OF_HOURS.get(minutes) ?? null;
  if (hours === 0) return 'UTC';
  if (hours < -12 || hours > 14) return null;
  return hours > 0 ? `Etc/GMT-${hours}` : `Etc/GMT+${-hours}`;
}

/** «UTC+5» for `Etc/GMT-5`; null for a zone that is no shift. */
export function offsetLabel(zone: string): string | null {
  const [, sign, hours] = /^Etc\/GMT([+-])(\d{1,2})$/.exec(zone) ?? [];
  if (hours === undefined) return null;
  return sign === '-' ? `UTC+${hours}` : `UTC−${hours}`;
}
