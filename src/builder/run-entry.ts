import type { Soon } from '../platform/soon.ts';
import type { BoundStep, StepEnd } from './actions-catalogue.ts';
import { RunningEntry } from './entry-face.ts';
import type { Renderer } from './render.ts';
import type { CompiledEntry } from './rules/compile.ts';
import type { Turn } from './turn.ts';

/** What a step has waited for. */
export interface Came {
  readonly result: unknown;
}

interface Start {
  /** The words the entry is given. */
  readonly args: string;
  /** The step that is taken first. */
  readonly from: number;
  /** What that step has waited for. */
  readonly came: Came | undefined;
}

/** One entry's steps under way: at once as far as nothing has to be waited for. */
interface Run extends Start {
  readonly turn: Turn;
  readonly entry: CompiledEntry<BoundStep>;
  readonly face: RunningEntry;
}

/** Takes the steps of a handler or callback, up to the one that ends it or makes the turn wait. */
export function runEntry(
  renderer: Renderer,
  turn: Turn,
  entry: CompiledEntry<BoundStep>,
  { args, from, came }: Start,
): Soon<void> {
  const run = { turn, entry, face: new RunningEntry(renderer, entry), args, from, came };
  if (turn.course.pause) return leaveAt(run, from);
  const outer = turn.enter(entry.callbackData, args);
  let taken: Soon<void>;
  try {
    taken = takeSteps(run, from);
  } catch (error) {
    turn.leave(outer);
    throw error;
  }
  if (taken instanceof Promise) return taken.finally(() => turn.leave(outer));
  turn.leave(outer);
}

function takeSteps(run: Run, from: number): Soon<void> {
  const { turn, entry, face, came } = run;
  for (let index = from; index < entry.steps.length; index++) {
    const step = entry.steps[index];
    turn.course.countStep();
    const end = came && index === run.from ? step?.resume(turn, face, came.result) : step?.run(turn, face);
    if (end instanceof Promise) return goOnAfter(run, index, end);
    if (isOver(run, index, end)) return;
  }
}

async function goOnAfter(run: Run, index: number, end: Promise<StepEnd>): Promise<void> {
  if (!isOver(run, index, await end)) await takeSteps(run, index + 1);
}

/** Whether this step was the entry's last in this turn. */
function isOver(run: Run, index: number, end: StepEnd): boolean {
  if (end === 'end') return true;
  const { pause, frames } = run.turn.course;
  if (!pause) return false;
  // The step that waits is told what came; those it stands in have done their part.
  leaveAt(run, frames.length === 0 ? index : index + 1);
  return true;
}

/** Leaves a step of this entry to be taken when the turn goes on. */
function leaveAt({ turn, entry, args }: Run, step: number): void {
  const of = entry.callbackData === null ? 'handler' : 'callback';
  turn.course.frames.push({ of, name: entry.name, step, args });
}
