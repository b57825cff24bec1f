/** Conditions as a form has them: a day where the API has a moment, and what is not filled in yet. */
import type { BroadcastChange, Condition, Segment } from '../../../api/broadcasts.ts';

export type Kind = Condition['kind'];

export const conditionKinds = [
  'language',
  'activity',
  'tracked',
  'seen',
  'registered',
  'variable',
  'source',
] as const satisfies readonly Kind[];

/** A condition to begin with. @param today the browser's. */
export function newCondition(kind: Kind, today: Temporal.PlainDate): Condition {
  switch (kind) {
    case 'language':
      return { kind, is: 'ru' };
    case 'activity':
      return { kind, name: '', has: true };
    case 'tracked':
      return { kind, days: 7, has: true };
    case 'seen':
    case 'registered':
      return { kind, after: momentOf(today.subtract({ months: 1 }).toString()) };
    case 'variable':
      return { kind, name: '', compare: 'equals', value: '' };
    case 'source':
      return { kind, is: '' };
    default:
      return kind satisfies never;
  }
}

/** Whether nothing is left to be filled in: the API takes no empty names. */
export function isFilledIn(segment: Segment): boolean {
  return segment.every((condition) => {
    switch (condition.kind) {
      case 'activity':
        return condition.name.trim() !== '';
      case 'variable':
        return condition.name !== '' && condition.value !== '';
      case 'source':
        return condition.is !== '';
      default:
        return true;
    }
  });
}

/**
 * What of a change can be saved now. Conditions go together: without the one that is being filled in a broadcast would
 * be for more people than it is meant for.
 */
export function savable({ segment, ...rest }: BroadcastChange): BroadcastChange {
  return segment !== undefined && isFilledIn(segment) ? { ...rest, segment } : rest;
}

/** The first moment of a day, by the browser's clock. @param day `2026-11-30` */
export function momentOf(day: string): string {
  const zone = Temporal.Now.timeZoneId();
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant().toString();
}

/** The day of a moment, by the browser's clock. */
export function dayOf(moment: string): string {
  return Temporal.Instant.from(moment).toZonedDateTimeISO(Temporal.Now.timeZoneId()).toPlainDate().toString();
}
