import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LeftOutReporter } from './test/support/left-out.ts';
import { LongFirst } from './test/support/long-first.ts';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'web/**/*.test.ts', 'bench/**/*.test.ts'],
    reporters: ['default', new LeftOutReporter()],
    globalSetup: ['test/support/own-traces.ts'],
    sequence: { sequencer: LongFirst },
    // Most of a trial is waiting: for a server that starts, for a lease that runs out, for a pause that Telegram asked.
    // Twice as many as cores would be too many browsers.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    // So patient that a busy machine is no failure; what hangs is found all the same.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
