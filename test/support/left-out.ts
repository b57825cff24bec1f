import type { Reporter, TestModule } from 'vitest/node';

/** Says at the end of a run, by name, which suites did not run for lack of a server. */
export class LeftOutReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = modules.flatMap((module) =>
      [...module.children.allSuites()].flatMap((suite) => {
        const { lacks } = suite.meta();
        return lacks === undefined ? [] : [`  ${module.relativeModuleId} › ${suite.fullName} (${lacks.join(', ')})`];
      }),
    );
    if (lines.length > 0) {
      console.log(`\nleft out for lack of a server (scripts/servers start):\n${lines.join('\n')}\n`);
    }
  }
}
