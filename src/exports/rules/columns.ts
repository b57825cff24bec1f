import { pausedSeconds, type Segment } from '../../tracker/rules/segments.ts';

/** A session as it is exported; the end is null while it goes on. */
export interface ExportedSession {
  readonly id: string;
  readonly activity: string;
  readonly startedAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant | null;
  /** Active seconds, up to the moment of the export while it goes on. */
  readonly duration: number;
  readonly segments: readonly Segment[];
  readonly timeZone: string;
}

/** A value by what it is, so that each format writes it in its own way. */
export type Cell =
  | { readonly kind: 'text'; readonly text: string }
  /** A moment on the clocks of a zone. */
  | { readonly kind: 'moment'; readonly at: Temporal.ZonedDateTime }
  /** Whole seconds. */
  | { readonly kind: 'seconds'; readonly seconds: number }
  | { readonly kind: 'duration'; readonly seconds: number }
  | { readonly kind: 'empty' };

/** The columns of a table of sessions, in order. */
export const columns = ['activity', 'started', 'finished', 'seconds', 'duration', 'pauses', 'zone', 'id'] as const;
export type Column = (typeof columns)[number];

/** A session as a row of a table. @param now up to which a running one counts. */
export function cellsOf(session: ExportedSession, now: Temporal.Instant): Record<Column, Cell> {
  const { activity, startedAt, finishedAt, duration, segments, timeZone, id } = session;
  const moment = (at: Temporal.Instant): Cell => ({ kind: 'moment', at: at.toZonedDateTimeISO(timeZone) });
  return {
    activity: { kind: 'text', text: activity },
    started: moment(startedAt),
    finished: finishedAt ? moment(finishedAt) : { kind: 'empty' },
    seconds: { kind: 'seconds', seconds: duration },
    duration: { kind: 'duration', seconds: duration },
    pauses: { kind: 'duration', seconds: pausedSeconds(startedAt, segments, finishedAt ?? now) },
    zone: { kind: 'text', text: timeZone },
    id: { kind: 'text', text: id },
  };
}

/** «2026-11-22T14:05:00+03:00»: every spreadsheet and program understands it. */
export function isoMoment(at: Temporal.ZonedDateTime): string {
  return at.toString({ timeZoneName: 'never', smallestUnit: 'second' });
}
