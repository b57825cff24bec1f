import { beforeEach, expect, it } from 'vitest';
import { sql } from 'kysely';
import { systemClock, type Clock } from '../platform/clock.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { rest } from '../platform/rest.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { readBotView } from './bot-view.ts';
import type { BotConnection } from './connection.ts';
import { createBotReport } from './report-bot.ts';

/** An admin service of its own, which has no token. */
const elsewhere: BotConnection = {
  botId: null,
  source: 'elsewhere',
  fixed: 'servers',
  hasSimulator: false,
  switchTo: () => Promise.reject(new Error('no bot runs here')),
  openTelegram: () => Promise.reject(new Error('no bot runs here')),
};

const later = (seconds: number): Clock => ({ now: () => systemClock.now().add({ seconds }) });

describeOnBothEngines('what is told of a bot', (database) => {
  beforeEach(() => sql`delete from bots`.execute(database().queries));

  const view = (clock: Clock = systemClock) =>
    readBotView({
      queries: database().queries,
      clock,
      settings: { BOT_MODE: 'auto', PUBLIC_URL: undefined },
      connection: elsewhere,
    });
  const report = (botId: number) =>
    createBotReport({
      queries: database().queries,
      clock: systemClock,
      log: silentLogger,
      botId,
      isSimulated: false,
    });

  /** Lets a process say something, and stops it. */
  async function says(botId: number, say: (bot: ReturnType<typeof report>) => void): Promise<void> {
    const bot = report(botId);
    const stop = new AbortController();
    say(bot);
    const running = bot.run(stop.signal);
    await rest(50, stop.signal);
    stop.abort();
    await running;
  }

  it('B1 is nothing before a process has said anything', async () => {
    expect(await view()).toEqual({
      bot: null,
      is_simulated: false,
      token: { source: 'elsewhere', fixed: 'servers' },
      delivery: { receives: null, mode: 'auto', public_url: null, trouble: null },
    });
  });

  it('B1 is its name and how updates come, until it has said nothing for 45 seconds', async () => {
    await says(42, (bot) => {
      bot.named({ name: 'Minuta', username: 'minuta_bot' });
      bot.receives('polling');
    });
    expect(await view()).toMatchObject({
      bot: { id: '42', name: 'Minuta', username: 'minuta_bot' },
      delivery: { receives: 'polling' },
    });
    expect(await view(later(50))).toMatchObject({ bot: { id: '42' }, delivery: { receives: null } });
  });

  it('B1 is what the process says that sees to it, whatever the others are', async () => {
    await says(42, (bot) => bot.receives('webhook'));
    await says(42, (bot) => bot.named({ name: 'Minuta', username: 'minuta_bot' }));
    expect(await view()).toMatchObject({ bot: { id: '42' }, delivery: { receives: 'webhook' } });
  });

  it('B1 is the last trouble, present for two minutes', async () => {
    await says(42, (bot) => bot.trouble({ kind: 'conflict', words: 'terminated by other getUpdates request' }));
    await says(42, (bot) => bot.receives('polling'));
    const trouble = { kind: 'conflict', words: 'terminated by other getUpdates request' };
    expect((await view()).delivery.trouble).toMatchObject({ ...trouble, is_current: true });
    expect((await view(later(130))).delivery.trouble).toMatchObject({ ...trouble, is_current: false });
  });

  it('B1 is of the bot that was heard of last', async () => {
    await says(42, (bot) => bot.receives('polling'));
    await says(43, (bot) => {
      bot.named({ name: 'Other', username: 'other_bot' });
      bot.receives('polling');
    });
    expect((await view()).bot?.id).toBe('43');
  });
});
