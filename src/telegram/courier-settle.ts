/** Ids that are done with, forgotten together. */
export interface Settling {
  add(id: number): void;
  /** What is done with but perhaps not forgotten yet. */
  pending(): readonly number[];
  /** What nobody forgets yet, for who does it along with something else. */
  take(): readonly number[];
  /** What was taken is forgotten. */
  forgotten(ids: readonly number[]): void;
  /** What was taken is not forgotten after all. */
  giveBack(ids: readonly number[]): void;
  /** Forgets what is left now. */
  finish(): Promise<void>;
}

/** So many at once at most: the statement stays short. */
const largest = 1_000;

/**
 * Gathers for `delay` milliseconds, then forgets all that came meanwhile in one statement; one statement at a time.
 * Where updates keep coming, the commit of the next ones forgets them before that. A crash brings back, and so
 * repeats, at most what this short time held.
 */
export function createSettling(options: {
  readonly delay: number;
  readonly forget: (ids: readonly number[]) => Promise<void>;
  readonly onError: (error: unknown) => void;
}): Settling {
  const done = new Set<number>();
  const taken = new Set<number>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const unplan = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const run = async (): Promise<void> => {
    unplan();
    const ids = [...done].slice(0, largest);
    try {
      await options.forget(ids);
      for (const id of ids) done.delete(id);
    } catch (error) {
      // The rows stay, so do the ids.
      options.onError(error);
    }
    running = undefined;
    plan();
  };
  const start = (): Promise<void> => (running ??= run());
  const plan = (): void => {
    if (done.size > 0 && running === undefined) timer ??= setTimeout(() => void start(), options.delay);
  };

  return {
    add: (id) => {
      done.add(id);
      plan();
    },
    pending: () => [...done, ...taken],
    take: () => {
      const ids = running === undefined ? [...done].slice(0, largest) : [];
      for (const id of ids) {
        done.delete(id);
        taken.add(id);
      }
      // Each is given its own delay; what the commits of a steady stream forget in time costs no statement.
      if (done.size === 0) unplan();
      return ids;
    },
    forgotten: (ids) => {
      for (const id of ids) taken.delete(id);
    },
    giveBack: (ids) => {
      for (const id of ids) {
        taken.delete(id);
        done.add(id);
      }
      plan();
    },
    finish: async () => {
      await running;
      // Twice, because the database may have been away for a moment; then the rows must do with their lease.
      for (let i = 0; i < 2 && done.size > 0; i += 1) await start();
      unplan();
    },
  };
}
