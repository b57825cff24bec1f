import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, findErrorBy, ListOffsetTimestamps } from '@platformatic/kafka';
import type { Names } from './client.ts';

/** More consumers of one queue than this have nothing to do; and a user's partition depends on it for ever. */
const partitions = 12;

const hour = 3_600_000;

/** Makes the topics where they are not there yet; other processes may be about to do the same. */
export async function ensureTopics(admin: Admin, { events, dead }: Names): Promise<void> {
  const there = new Set(await admin.listTopics());
  if (!there.has(events))
    await make(admin, events, partitions, {
      'retention.ms': String(7 * 24 * hour),
      // What was deleted is gone from the disk only when the file that it was written to has been closed.
      'segment.ms': String(hour),
    });
  // In one partition they have an order, and one process at a time looks through them.
  if (!there.has(dead)) await make(admin, dead, 1, { 'retention.ms': '-1', 'segment.ms': String(hour) });
}

async function make(admin: Admin, topic: string, count: number, settings: Readonly<Record<string, string>>) {
  const configs = Object.entries(settings).map(([name, value]) => ({ name, value }));
  try {
    // As many copies as the cluster keeps of any topic.
    await admin.createTopics({ topics: [topic], partitions: count, replicas: -1, configs });
  } catch (error) {
    const isThere = error instanceof Error && findErrorBy(error, 'apiId', 'TOPIC_ALREADY_EXISTS');
    if (!isThere) throw error;
  }
  // Nodes learn of it one after the other.
  for (let attempt = 0; attempt < 30 && !(await admin.listTopics()).includes(topic); attempt += 1) await sleep(100);
}

/** Offsets by partition. */
export type Offsets = ReadonlyMap<number, bigint>;

/** Where each partition of a topic begins, or ends: the offset of the next message. */
export async function edgeOf(admin: Admin, topic: string, edge: 'beginning' | 'end'): Promise<Offsets> {
  const metadata = await admin.metadata({ topics: [topic], forceUpdate: true });
  const count = metadata.topics.get(topic)?.partitionsCount ?? 0;
  const timestamp = edge === 'end' ? ListOffsetTimestamps.LATEST : ListOffsetTimestamps.EARLIEST;
  const asked = Array.from({ length: count }, (_, partitionIndex) => ({ partitionIndex, timestamp }));
  const [found] = await admin.listOffsets({ topics: [{ name: topic, partitions: asked }] });
  return new Map(found?.partitions.map(({ partitionIndex, offset }) => [partitionIndex, offset]));
}

/** Up to where groups have got, by group; those that never had anything of this topic are left out. */
export async function committedOf(
  admin: Admin,
  topic: string,
  groups: readonly string[],
): Promise<ReadonlyMap<string, Offsets>> {
  if (groups.length === 0) return new Map();
  const found = await admin.listConsumerGroupOffsets({ groups: [...groups] });
  return new Map(
    found.flatMap(({ groupId, topics }) => {
      const partitionsOf = topics.find(({ name }) => name === topic)?.partitions ?? [];
      const offsets = partitionsOf
        .filter(({ committedOffset }) => committedOffset >= 0n)
        .map(({ partitionIndex, committedOffset }) => [partitionIndex, committedOffset] as const);
      return offsets.length === 0 ? [] : [[groupId, new Map(offsets)] as const];
    }),
  );
}
