import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Begins with what takes a minute or two where others take seconds: trials from outside, servers that fail, commands
 * in processes of their own. Begun last, one of them would be all that the machine has left to do. (Where an earlier
 * run has left its durations the order is known; a fresh clone has none.)
 */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- it is vitest's, and leaves the list alone
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

function isLong({ moduleId }: TestSpecification): boolean {
  return /\/test\/(?!support\/)|\/src\/(commands\/|main\.)|-faults\.test\.ts$/.test(moduleId);
}
