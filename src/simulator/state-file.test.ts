import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api, InputFile } from 'grammy';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock, type Clock } from '../platform/clock.ts';
import { firstMessageId, firstUpdateId } from './time.ts';
import { startSimulator, type TestSimulator } from './testing.ts';

let folder: string;
let telegram: TestSimulator;
const stateFile = (): string => join(folder, 'simulator.json');
const start = async (): Promise<Api> => {
  telegram = await startSimulator({ stateFile: stateFile() });
  return new Api(telegram.token, { apiRoot: telegram.apiRoot });
};

const at = (seconds: number): Clock => ({ now: () => systemClock.now().add({ seconds }) });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator-'));
});
afterEach(async () => {
  await telegram.close();
  await rm(folder, { recursive: true });
});

describe('a simulator with a file of state', () => {
  test('a restart keeps people, chats, files, commands, what waits, and goes on counting', async () => {
    let api = await start();
    const anya = telegram.addUser({ id: 7_000_000_009, first_name: 'Аня' });
    const update = telegram.say(anya, '/start');
    const sent = await api.sendDocument(anya, new InputFile(Buffer.from('a;b'), 'a.csv'), {
      reply_markup: { inline_keyboard: [[{ text: 'b', callback_data: '1' }]] },
    });
    await api.sendMessage(anya, 'menu', { reply_markup: { keyboard: [['One']] } });
    await api.setMyCommands([{ command: 'help', description: 'Help' }]);
    const before = telegram.chat(anya);
    await telegram.close();

    api = await start();
    expect(telegram.chat(anya)).toEqual(before);
    expect(await api.getUpdates()).toMatchObject([{ update_id: update, message: { text: '/start' } }]);
    expect(telegram.say(anya, 'again')).toBe(update + 1);
    const file = await api.getFile(sent.document.file_id);
    const response = await fetch(`${telegram.apiRoot}/file/bot${telegram.token}/${file.file_path}`);
    expect(await response.text()).toBe('a;b');
    expect((await api.sendMessage(anya, 'next')).message_id).toBeGreaterThan(before.messages.at(-1)?.message_id ?? 0);
  });

  test('changes are on disk soon, and no half-written file is left', async () => {
    await start();
    telegram.say(telegram.addUser(), 'a');
    await expect.poll(() => readdir(folder)).toEqual(['simulator.json']);
  });

  test('the webhook is set again after a restart', async () => {
    let api = await start();
    await api.setWebhook('http://127.0.0.1:9/hook');
    await telegram.close();
    api = await start();
    expect((await api.getWebhookInfo()).url).toBe('http://127.0.0.1:9/hook');
  });

  test('a file that is something else stops the start and names itself', async () => {
    await start();
    await telegram.close();
    await writeFile(stateFile(), '{}');
    await expect(startSimulator({ stateFile: stateFile() })).rejects.toThrow(
      'simulator.json is no state of the simulator',
    );
  });
});

test('fresh states begin their ids further on, within 31 bits', () => {
  expect(firstUpdateId(at(1)) - firstUpdateId(at(0))).not.toBe(0);
  expect(firstMessageId(at(60))).toBeGreaterThan(firstMessageId(at(0)));
  for (const day of [0, 10, 20, 30]) expect(firstUpdateId(at(day * 86_400))).toBeLessThan(2 ** 31);
});
