import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCompiler, type Configuration } from '../builder/configuration.ts';
import { createTelegram, type Telegram } from '../telegram/client.ts';
import { startBotApiStub, type BotApiStub, type Reply } from '../telegram/client-testing.ts';
import { until } from '../telegram/outgoing/testing.ts';
import { filters } from '../texts/filters.ts';
import { allActions } from './actions.ts';
import { createIntroduction, type Introduction } from './introduce.ts';

const handler = { pattern: '/menu', description: { ru: 'Меню', en: 'Menu' }, action: 'send', message: 'x' };
const document = { minuta: 1 as const, ready_made_activities: [], callbacks: [], keyboards: {}, buttons: {} };

describe('what Telegram is told of the bot', () => {
  let configuration: Configuration;
  let stub: BotApiStub;
  let telegram: Telegram;
  let introduction: Introduction;
  let running: Promise<void>;
  let stop: AbortController;
  /** Answered in turn before all is well. */
  let troubles: Reply[];

  beforeEach(async () => {
    const compile = createCompiler({ actions: allActions, filters });
    const published = {
      version: 1,
      document: { ...document, handlers: [handler] },
      handler_ids: ['1'],
      callback_ids: [],
    };
    configuration = await compile(published);
    troubles = [];
    stub = await startBotApiStub(
      ({ method }) => troubles.shift() ?? { result: method === 'getMe' ? { username: 'minuta_bot' } : true },
    );
    telegram = createTelegram({ token: '1:x', apiRoot: stub.apiRoot });
    introduction = createIntroduction(telegram, () => configuration);
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await running;
    await telegram.close();
    await stub.stop();
  });
  const told = () => stub.received.flatMap(({ method, payload }) => (method === 'setMyCommands' ? [payload] : []));

  it('C1 is the menu of commands in each language, the English one to everybody else', async () => {
    running = introduction.run(stop.signal);
    await until(() => told().length === 2);
    expect(told()).toEqual([
      { commands: [{ command: 'menu', description: 'Меню' }], language_code: 'ru' },
      { commands: [{ command: 'menu', description: 'Menu' }] },
    ]);
    expect(introduction.username()).toBe('minuta_bot');
  });

  it('B4 is told once Telegram is in order again', async () => {
    troubles.push({ error: 500, description: 'Internal Server Error' });
    running = introduction.run(stop.signal);
    await until(() => told().length === 2);
    expect(stub.received.map(({ method }) => method)).toEqual(['getMe', 'getMe', 'setMyCommands', 'setMyCommands']);
  });
});
