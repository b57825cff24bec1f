/** A configuration's life without the processes that run it: what they would be told is noted. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Queries } from '../platform/database/database.ts';
import { filters } from '../texts/filters.ts';
import { readUploadIds } from '../uploads/store.ts';
import type { Actor, Deed } from './actor.ts';
import { builderActions } from './actions.ts';
import { createChecker, createReferences } from './checker.ts';
import type { Editing } from './change-entry.ts';
import { createGraphDrawer, type GraphDrawer } from './draw-graph.ts';
import type { Publishing } from './publish.ts';

/** What was told to whom. */
interface Told {
  readonly announced: number[];
  readonly queued: number[];
  readonly moved: number[];
}

export function testPublishing(queries: Queries): Publishing & Editing & Told & { readonly draw: GraphDrawer } {
  const told: Told = { announced: [], queued: [], moved: [] };
  return {
    ...told,
    queries,
    check: createChecker({ actions: builderActions, filters, uploads: readUploadIds }),
    references: createReferences(builderActions),
    draw: createGraphDrawer({ actions: builderActions, filters }),
    announce: async (version) => void told.announced.push(version),
    replicasOn: async (version) => [{ id: 'bot-1', version, ms: 5 }],
    queueDeliveries: async (_, version) => void told.queued.push(version),
    moveConversations: async (_, version) => void told.moved.push(version),
  };
}

/** Somebody whose deeds are noted. */
export function testActor(name: string): Actor & { readonly deeds: Deed[] } {
  const deeds: Deed[] = [];
  return { name, deeds, record: async (_, ...done) => void deeds.push(...done) };
}

/** A small bot: a greeting with a keyboard, a button that leads somewhere, and an answer to the rest. */
export const smallBot = `# A bot for tests.
minuta: 1

handlers:
  - pattern: /start
    action: send
    message: Hello
    keyboard_id: main

  - pattern: '*'
    action: send
    message: What?

callbacks:
  # Behind the button.
  - callback_data: more
    action: edit
    message: More

keyboards:
  main:
    layout:
      - [ more ]

buttons:
  more: { label: More, data: more }
`;

/** Writes a configuration as the file that ships. @returns where, and what takes it away. */
export async function shippedFile(text: string): Promise<{ readonly file: URL; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'minuta-shipped-'));
  const path = join(folder, 'shipped.yaml');
  await writeFile(path, text);
  return { file: pathToFileURL(path), remove: () => rm(folder, { recursive: true }) };
}
