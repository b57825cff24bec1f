import { defineConfig } from 'vitest/config';
import { LeftOutReporter } from './test/support/left-out.ts';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'web/**/*.test.ts', 'bench/**/*.test.ts'],
    reporters: ['default', new LeftOutReporter()],
    // Most of a trial is waiting; one at a time would leave the cores idle.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
