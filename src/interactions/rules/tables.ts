import type {
  ActivityFigures,
  CohortsFigures,
  ErrorsFigures,
  FunnelFigures,
  HoursFigures,
  NowFigures,
  SourcesFigures,
  TimeTrackedFigures,
  UsersFigures,
  WaysFigures,
} from '../schema.ts';

/** An answer as a table: the names of its columns, and its rows. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export function activityTable({ buckets, series, others }: ActivityFigures): Table {
  const named = [...series.map((one) => [one.key ?? '', one] as const), ...(others ? [['*', others] as const] : [])];
  return {
    columns: ['start', 'key', 'interactions', 'previous'],
    rows: buckets.flatMap((start, step) =>
      named.map(([key, { counts, previous_counts: before }]) => [start, key, counts[step] ?? 0, before[step] ?? 0]),
    ),
  };
}

export function usersTable({ buckets, active, new: fresh, returning }: UsersFigures): Table {
  return {
    columns: ['start', 'active', 'new', 'returning'],
    rows: buckets.map((start, step) => [start, active[step] ?? 0, fresh[step] ?? 0, returning[step] ?? 0]),
  };
}

export function cohortsTable({ unit, cohorts }: CohortsFigures): Table {
  return {
    columns: ['start', 'people', `${unit}s_later`, 'active'],
    rows: cohorts.flatMap(({ start, people, active }) => active.map((count, later) => [start, people, later, count])),
  };
}

export function funnelTable({ steps }: FunnelFigures): Table {
  return {
    columns: ['step', 'people', 'share', 'share_of_previous'],
    rows: steps.map(({ step, people, share, share_of_previous: previous }) => [step, people, share, previous]),
  };
}

export function hoursTable({ weekdays }: HoursFigures): Table {
  return {
    columns: ['weekday', 'hour', 'interactions'],
    rows: weekdays.flatMap((hours, day) => hours.map((times, hour) => [day + 1, hour, times])),
  };
}

export function sourcesTable({ sources }: SourcesFigures): Table {
  return {
    columns: ['source', 'starts', 'people', 'new_people'],
    rows: sources.map(({ source, starts, people, new_people: fresh }) => [source ?? '', starts, people, fresh]),
  };
}

export function errorsTable({ buckets, series }: ErrorsFigures): Table {
  return {
    columns: ['start', 'handler', 'outcome', 'times'],
    rows: buckets.flatMap((start, step) =>
      series.map(({ handler, outcome, counts }) => [start, handler ?? '', outcome, counts[step] ?? 0]),
    ),
  };
}

export function timeTrackedTable({ buckets, seconds, sessions, people }: TimeTrackedFigures): Table {
  return {
    columns: ['start', 'seconds', 'sessions', 'people'],
    rows: buckets.map((start, step) => [start, seconds[step] ?? 0, sessions[step] ?? 0, people[step] ?? 0]),
  };
}

/** Nothing in front of the first screen of a visit, and behind the last one. */
export function waysTable({ ways, screens }: WaysFigures): Table {
  return {
    columns: ['from', 'to', 'times', 'people'],
    rows: [
      ...ways.map(({ from, to, times, people }) => [from, to, times, people]),
      ...screens.filter(({ entries }) => entries > 0).map(({ handler, entries }) => ['', handler, entries, '']),
      ...screens
        .filter(({ stops }) => stops > 0)
        .map(({ handler, stops, stopped_people: people }) => [handler, '', stops, people]),
    ],
  };
}

export function nowTable({ minutes }: NowFigures): Table {
  return {
    columns: ['minutes_ago', 'interactions'],
    rows: minutes.map((times, place) => [minutes.length - 1 - place, times]),
  };
}
