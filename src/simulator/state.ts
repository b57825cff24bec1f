import { z } from 'zod';
import type { Core } from './core.ts';
import type { StoredFile } from './files.ts';
import type { Entry } from './update-queue.ts';
import type { Message, ReplyKeyboard, User } from './wire.ts';

/** Ours to write and ours to read: its outline is checked, the objects inside are taken at their word. */
const FORMAT = 1;

interface SavedChat {
  readonly user: User;
  readonly started: boolean;
  readonly blocked: boolean;
  readonly deactivated: boolean;
  readonly keyboard: ReplyKeyboard | null;
  readonly messages: readonly Message[];
}

const savedShape = z.object({
  format: z.literal(FORMAT),
  next_update_id: z.int().positive(),
  next_message_id: z.int().positive(),
  next_file_number: z.int().nonnegative(),
  allowed: z.array(z.string()),
  webhook: z.object({ url: z.string(), secret: z.string(), maxConnections: z.int() }).nullable(),
  commands: z.array(z.tuple([z.string(), z.array(z.object({ command: z.string(), description: z.string() }))])),
  pending: z.array(z.custom<Entry>(hasObject('update'))),
  chats: z.array(z.custom<SavedChat>(hasObject('user'))),
  files: z.array(z.custom<StoredFile>(hasString('file_id'))),
});

export type SavedState = z.input<typeof savedShape>;

function hasObject(name: string) {
  return (value: unknown): boolean => z.looseObject({ [name]: z.looseObject({}) }).safeParse(value).success;
}

function hasString(name: string) {
  return (value: unknown): boolean => z.looseObject({ [name]: z.string() }).safeParse(value).success;
}

/** @throws ZodError where this is no saved state */
export function parseState(text: string): SavedState {
  return savedShape.parse(JSON.parse(text));
}

/** What outlives the process, but for the files' bytes. */
export function saveState(core: Core): SavedState {
  const { world, queue, webhook, commands, files } = core;
  return {
    format: FORMAT,
    next_update_id: queue.nextId,
    next_message_id: world.nextMessageId,
    next_file_number: files.nextNumber,
    allowed: [...queue.allowed],
    webhook: webhook.settings ?? null,
    commands: commands.entries().map(([name, list]) => [name, [...list]]),
    pending: queue.entries().filter(({ again }) => !again),
    chats: [...world.chats.values()].map(({ user, started, blocked, deactivated, keyboard, messages }) => ({
      user,
      started,
      blocked,
      deactivated,
      keyboard,
      messages: [...messages.values()].map(({ message }) => message),
    })),
    files: [...files.all()].map(({ file }) => file),
  };
}

/** Puts a saved state in the place of a fresh one. @param bytesOf a file's content, `undefined` where it is lost */
export function restoreState(core: Core, state: SavedState, bytesOf: (file: StoredFile) => Buffer | undefined): void {
  const { world, queue, webhook, commands, files } = core;
  queue.nextId = state.next_update_id;
  world.nextMessageId = state.next_message_id;
  files.nextNumber = state.next_file_number;
  queue.allowed = state.allowed;
  commands.restore(state.commands);
  for (const { user, messages, ...rest } of state.chats) {
    const chat = world.introduce(user);
    Object.assign(chat, { started: rest.started, blocked: rest.blocked, deactivated: rest.deactivated });
    chat.keyboard = rest.keyboard;
    for (const message of messages) world.restore(chat, message);
    world.acted(chat);
  }
  for (const file of state.files) {
    const bytes = bytesOf(file);
    if (bytes !== undefined) files.restore(file, bytes);
  }
  queue.restore(state.pending);
  if (state.webhook !== null) webhook.set(state.webhook);
}
