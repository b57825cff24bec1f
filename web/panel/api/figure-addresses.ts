import type { Group } from '../../../src/interactions/schema.ts';

/** What every figure is asked about. */
export interface Asked {
  /** The first day, such as `2026-11-01`. */
  readonly from: string;
  /** The last day, included. */
  readonly to: string;
  /** Whose days they are: an IANA name. */
  readonly zone: string;
}

/** Where a figure is, and where it is as CSV. */
export interface FigureAddress {
  readonly path: string;
  readonly query: Readonly<Record<string, string | number | readonly string[] | undefined>>;
}

export const csvOf = ({ path, query }: FigureAddress): FigureAddress => ({ path: `${path}.csv`, query });

const at = (name: string, asked: Asked, more: FigureAddress['query'] = {}): FigureAddress => ({
  path: `/statistics/${name}`,
  query: { ...asked, ...more },
});

/** @param group what is told apart; the most frequent eight, the rest added up. */
export const activityAt = (asked: Asked, group: Group | undefined) => at('activity', asked, { group, limit: 8 });
/** What is offered as steps of a funnel. */
export const offersAt = (asked: Asked) => at('activity', asked, { group: 'handler', limit: 200 });
export const usersAt = (asked: Asked) => at('users', asked);
export const cohortsAt = (asked: Asked, unit: 'day' | 'week') => at('cohorts', asked, { unit });
export const funnelAt = (asked: Asked, steps: readonly string[]) => at('funnel', asked, { steps });
export const hoursAt = (asked: Asked) => at('hours', asked);
export const sourcesAt = (asked: Asked) => at('sources', asked);
export const errorsAt = (asked: Asked) => at('errors', asked);
export const timeTrackedAt = (asked: Asked) => at('time-tracked', asked);

/** What the numbers on top are made of: all that is asked for at once when the view is opened, beside what happens now. */
export const summaryAt = (asked: Asked) => ({
  users: usersAt(asked),
  activity: activityAt(asked, undefined),
  time: timeTrackedAt(asked),
  // Without what went wrong where, which is many times the work.
  errors: at('errors', asked, { limit: 0 }),
});
