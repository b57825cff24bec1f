import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

const main = fileURLToPath(new URL('../../bin/main.js', import.meta.url));

/** Milliseconds: two seconds where nothing else runs. */
const startPatience = 120_000;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The command line in a process of its own, which can be killed. */
export class BotProcess {
  readonly exited: Promise<Exit>;
  stdout = '';
  stderr = '';
  readonly #child: ChildProcess;

  /** @param program another version's `main.ts`; unless given, what `npm start` runs: this one's build, where it is up to date. */
  constructor(words: readonly string[], environment: Readonly<Record<string, string>>, program = main) {
    const { PATH = '', HOME = '' } = process.env;
    this.#child = spawn(process.execPath, [program, ...words], {
      env: { PATH, HOME, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.exited = once(this.#child, 'close').then(() => ({
      code: this.#child.exitCode,
      signal: this.#child.signalCode,
    }));
  }

  /** @throws Error where it ends before it listens */
  async listening(): Promise<void> {
    const has = (): boolean => /Minuta (listens|runs)/.test(this.stdout);
    const ended = (): boolean => this.#child.exitCode !== null || this.#child.signalCode !== null;
    await until(
      () => `the bot listens: ${this.stdout}${this.stderr}`,
      () => has() || ended(),
      startPatience,
    );
    if (!has()) throw new Error(`the bot ended: ${this.stdout}${this.stderr}`);
  }

  /** @returns how it ended */
  async end(signal: NodeJS.Signals): Promise<Exit> {
    this.#child.kill(signal);
    return this.exited;
  }
}
