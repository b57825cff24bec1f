import { setImmediate } from 'node:timers/promises';
import { compiling, type Compiled, type CompileOptions, type Step } from './rules/compile.ts';
import type { ConfigDocument } from './schema.ts';

/** Milliseconds of compiling between two looks at what else waits. */
const slice = 8;

/**
 * Compiles in a process that answers people at the same time: ten thousand handlers with their texts take most of a
 * second, and nobody should wait that long for a button.
 */
export function compileInSlices<S extends Step>(
  document: ConfigDocument,
  version: number,
  options: CompileOptions<S>,
): Promise<Compiled<S>> {
  return inSlices(compiling(document, version, options));
}

/** Takes small steps, and lets others have their turn in between. */
export async function inSlices<Result>(steps: Generator<void, Result>): Promise<Result> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - since < slice) continue;
    await setImmediate();
    since = performance.now();
  }
}
