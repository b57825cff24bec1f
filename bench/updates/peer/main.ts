/**
 * The peer: the same bot as a competent team would plainly write it with grammY, Fastify, Redis and `pg`.
 *
 * Reads BOT_TOKEN, TELEGRAM_API_ROOT, WEBHOOK_SECRET, PORT, DATABASE_URL, REDIS_URL. It makes its tables itself.
 */
import { Agent } from 'node:http';
import { readFile } from 'node:fs/promises';
import fastify from 'fastify';
import { Bot, webhookCallback, type Context } from 'grammy';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import * as say from './answers.ts';
import { finish, greet, offerStart, start, statistics } from './tracker.ts';

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

const pool = new Pool({ connectionString: setting('DATABASE_URL'), max: 10 });
await pool.query(await readFile(new URL('./schema.sql', import.meta.url), 'utf8'));
const redis = new Redis(setting('REDIS_URL'), { enableAutoPipelining: true });

const bot = new Bot(setting('BOT_TOKEN'), {
  client: {
    apiRoot: setting('TELEGRAM_API_ROOT'),
    baseFetchConfig: { agent: new Agent({ keepAlive: true }) },
  },
});

const html = { parse_mode: 'HTML' } as const;

/** Telegram delivers an update again when it was not sure; two days later it has long given up. */
bot.use(async (context, next) => {
  const key = `update:${context.update.update_id}`;
  if ((await redis.set(key, '1', 'EX', 172_800, 'NX')) === null) return;
  try {
    await next();
  } catch (error) {
    await redis.del(key);
    throw error;
  }
});

const sender = (context: Context) => context.from?.id ?? 0;

bot.command('start', async (context) => {
  const from = context.from;
  if (from === undefined) return;
  const activities = await greet(pool, {
    telegramId: from.id,
    username: from.username,
    firstName: from.first_name,
    language: from.language_code,
  });
  await context.reply(say.greeting(from.first_name), { ...html, reply_markup: say.mainMenu });
  await context.reply(say.question, { ...html, reply_markup: say.activityKeyboard(activities) });
});

bot.hears('Начать', async (context) => {
  const { running, activities } = await offerStart(pool, sender(context));
  if (running === undefined) {
    await context.reply(say.question, { ...html, reply_markup: say.activityKeyboard(activities) });
  } else {
    const card = say.runningCard(running);
    await context.reply(card.text, { ...html, reply_markup: card.keyboard });
  }
});

bot.hears('Статистика', async (context) => {
  const { today, yesterday } = await statistics(pool, sender(context));
  await context.reply(say.statisticsText(today, yesterday), { ...html, reply_markup: say.statisticsKeyboard });
});

bot.callbackQuery(/^start:(\d+)$/, async (context) => {
  const session = await start(pool, sender(context), context.match[1] ?? '');
  if (session === undefined) {
    await context.answerCallbackQuery('Уже идёт');
    return;
  }
  const card = say.startedCard(session);
  await Promise.all([
    context.editMessageText(card.text, { ...html, reply_markup: card.keyboard }),
    context.answerCallbackQuery(),
  ]);
});

bot.callbackQuery(/^finish:(\d+)$/, async (context) => {
  const sessionId = context.match[1] ?? '';
  const finished = await finish(pool, sender(context), sessionId);
  if (finished === undefined) {
    await context.answerCallbackQuery('Эта кнопка устарела');
    return;
  }
  const card = say.finishedCard(sessionId, finished);
  await Promise.all([
    context.editMessageText(card.text, { ...html, reply_markup: card.keyboard }),
    context.answerCallbackQuery(),
  ]);
});

bot.on('callback_query', (context) => context.answerCallbackQuery('Эта кнопка устарела'));

await bot.init();
const server = fastify();
server.post('/telegram/webhook', webhookCallback(bot, 'fastify', { secretToken: setting('WEBHOOK_SECRET') }));
server.get('/readyz', () => ({ ready: true }));
await server.listen({ host: '127.0.0.1', port: Number(setting('PORT')) });

async function stop(): Promise<void> {
  await server.close();
  await pool.end();
  redis.disconnect();
}
process.once('SIGTERM', () => void stop());
