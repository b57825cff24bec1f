/** What the check of a draft says, brought to the field it is about. */
import type { z } from 'zod';
import type { faultView } from '../../../src/builder/routes/problem-view.ts';

/** A problem as the API tells it: of `POST /config/check`, or of a refusal's `problems`. */
export type CheckProblem = z.infer<typeof faultView>;

/** A problem of one field. */
export interface FieldProblem extends Pick<CheckProblem, 'code' | 'severity' | 'message' | 'proposal'> {
  /** The way within the field, as in `['ru']` of a message or `['0', '1', 'label']` of a layout; empty: all of it. */
  readonly place: readonly string[];
}

/** The problems of one field of an entry: `problemsOf(all, { kind: 'callback', id: '12' }, 'message')`. */
export function problemsOf(
  problems: readonly CheckProblem[],
  entry: NonNullable<CheckProblem['entry']>,
  field: string,
): readonly FieldProblem[] {
  return problems.flatMap(({ entry: of, pointer, ...problem }) => {
    if (of?.kind !== entry.kind || of.id !== entry.id) return [];
    // Behind the section and the entry itself: /callbacks/3/message/ru
    const [, , , name, ...place] = pointer.split('/').map(unescapePointer);
    return name === field ? [{ ...problem, place }] : [];
  });
}

/** Those at this place of the field and below it, the place taken off. */
export function problemsAt(problems: readonly FieldProblem[], ...place: readonly (string | number)[]): FieldProblem[] {
  return problems.flatMap((problem) =>
    place.every((part, index) => problem.place[index] === String(part))
      ? [{ ...problem, place: problem.place.slice(place.length) }]
      : [],
  );
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
