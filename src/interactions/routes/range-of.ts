import { canonicalZone } from '../../people/rules/zones.ts';
import { invalid } from '../../platform/http/problem.ts';
import type { Clock } from '../../platform/clock.ts';
import { readRange, usualUnit, type Range, type RangeFault } from '../rules/range.ts';
import { inSteps, type Steps } from '../rules/steps.ts';
import type { Unit } from '../schema.ts';

export interface AskedRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly zone?: string | undefined;
}

interface RangeDependencies {
  readonly clock: Clock;
  readonly zone: string;
}

/** @throws {Problem} 422 where the range makes no sense, with what is to blame. */
export function rangeOf({ clock, zone: own }: RangeDependencies, { zone: asked, ...bounds }: AskedRange): Range {
  const zone = asked === undefined ? own : canonicalZone(asked);
  if (zone === null) throw invalid([{ path: 'query.zone', message: 'is no time zone' }]);
  return orRefuse(readRange(bounds, { now: clock.now(), zone }));
}

/**
 * @param units that there are for this question.
 * @param mostSteps where more would be too many to be told.
 * @throws {Problem} 422, as `rangeOf` does.
 */
export function stepsOf<const One extends Unit>(
  deps: RangeDependencies,
  { unit: asked, ...bounds }: AskedRange & { readonly unit?: One | undefined },
  units: readonly [One, ...One[]],
  mostSteps = Infinity,
): Steps & { readonly unit: One } {
  const range = rangeOf(deps, bounds);
  const unit = asked ?? usualUnit(range, units);
  const steps = orRefuse(inSteps(range, unit));
  if (steps.starts.length > mostSteps)
    throw invalid([{ path: 'query.unit', message: `makes more than ${mostSteps} steps; choose a longer one` }]);
  return { ...steps, unit };
}

function orRefuse<Result extends object>(result: Result | RangeFault): Result {
  if ('message' in result) throw invalid([{ path: `query.${result.field}`, message: result.message }]);
  return result;
}
