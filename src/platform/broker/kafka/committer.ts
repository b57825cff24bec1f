import type { Consumer } from '@platformatic/kafka';
import { rest } from '../../rest.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { within } from '../within.ts';
import type { KafkaMessage } from './messages.ts';
import { Progress } from './progress.ts';

/** Milliseconds between attempts while the group changes. */
const pause = 500;

/** Milliseconds: a client that has to join its group again first may never come back from that. */
const commitWithin = 3_000;

interface Partition {
  readonly progress: Progress;
  leaderEpoch: number;
  /** What Kafka was told last. */
  committed: bigint | null;
}

/** Tells Kafka how far a member of a group has got, one message after the other and never backwards. */
export function createCommitter(client: Consumer, topic: string, log: Logger) {
  const partitions = new Map<number, Partition>();
  const stopping = new AbortController();
  let committing: Promise<void> | undefined;

  function pending() {
    return [...partitions].flatMap(([partition, { progress, leaderEpoch, committed }]) => {
      const offset = progress.position();
      return offset === null || offset === committed ? [] : [{ topic, partition, offset, leaderEpoch }];
    });
  }

  /** @throws where the group is changing, or Kafka is away. */
  async function commit(): Promise<void> {
    const offsets = pending();
    if (offsets.length === 0) return;
    if (!client.isActive()) throw new Error('the group is changing');
    await within(commitWithin, () => client.commit({ offsets }), 'Kafka does not take what was committed');
    for (const { partition, offset } of offsets) {
      const known = partitions.get(partition);
      if (known) known.committed = offset;
    }
  }

  async function commitAll(): Promise<void> {
    while (pending().length > 0 && !stopping.signal.aborted) {
      try {
        await commit();
      } catch (error) {
        log.debug({ code: 'broker.commit', err: error }, 'cannot commit yet');
        await rest(pause, stopping.signal);
      }
    }
    committing = undefined;
  }

  function startCommitting(): void {
    committing ??= Promise.resolve().then(commitAll);
  }

  return {
    /**
     * Partitions belong to this member from now on.
     *
     * @returns those that already did.
     */
    assign(numbers: readonly number[]): ReadonlySet<number> {
      const stayed = new Set(numbers.filter((number) => partitions.has(number)));
      for (const number of partitions.keys()) if (!stayed.has(number)) partitions.delete(number);
      for (const number of numbers)
        if (!stayed.has(number)) partitions.set(number, { progress: new Progress(), leaderEpoch: -1, committed: null });
      return stayed;
    },

    /** @returns what is to be called when it is done with; null where it is another's, or was taken already. */
    take({ partition, offset, leaderEpoch }: KafkaMessage): (() => void) | null {
      const known = partitions.get(partition);
      if (!known?.progress.take(offset)) return null;
      known.leaderEpoch = leaderEpoch;
      // At once: where nothing was ever committed, a change of the group would lose where reading began.
      if (known.committed === null) startCommitting();
      return () => {
        known.progress.settle(offset);
        startCommitting();
      };
    },

    /** Resolves when all that was done with has been told, or cannot be. */
    async finish(): Promise<void> {
      await commit().catch((error: unknown) => log.debug({ code: 'broker.commit', err: error }, 'cannot commit'));
    },
    stop(): void {
      stopping.abort();
    },
  };
}
