import { expect, test } from 'vitest';
import { Feed } from './feed.ts';
import type { User } from './wire.ts';
import { World, type ChatRecord } from './world.ts';

const bot: User = { id: 8, is_bot: true, first_name: 'Bot' };

function openChat(world: World, id: number): ChatRecord {
  return world.introduce({ id, is_bot: false, first_name: 'Test' });
}

test('a chat keeps its last 500 messages', () => {
  const world = new World(bot, new Feed(), 1);
  const chat = openChat(world, 1);
  for (let count = 1; count <= 502; count += 1) world.post(chat, { from: bot, date: 0, text: String(count) });
  expect(chat.messages.size).toBe(500);
  expect(chat.messages.has(2)).toBe(false);
  expect(chat.messages.has(3)).toBe(true);
});

test('however many chats there are, the messages of all together stay bounded', () => {
  const world = new World(bot, new Feed(), 1);
  const chats = Array.from({ length: 1000 }, (_, index) => openChat(world, index + 1));
  for (let round = 0; round < 250; round += 1) {
    for (const chat of chats) world.post(chat, { from: bot, date: 0, text: 'x' });
  }
  const kept = chats.reduce((sum, chat) => sum + chat.messages.size, 0);
  expect(kept).toBe(100_000);
  expect(chats[0]?.messages.size).toBe(100);
});
