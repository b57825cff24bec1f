import { Bot, InputFile, type Context } from 'grammy';
import type { TestSimulator } from './testing.ts';

/** A red square of two by two, the smallest thing that is a photo. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGO4Y2ICRAwQCgAmWAS9jqVOkAAAAABJRU5ErkJggg==',
  'base64',
);
const MENU = {
  keyboard: [
    ['Timer', 'Photo'],
    ['File', 'Formats'],
  ],
  resize_keyboard: true,
  is_persistent: true,
};

const card = (state: string) => ({
  inline_keyboard: [
    [
      { text: 'Pause', callback_data: `pause:${state}` },
      { text: 'Finish', callback_data: 'finish' },
    ],
    [{ text: 'Site', url: 'https://example.com/' }],
  ],
});

/**
 * A small bot that does everything the page can show, for tests of the page and for looking at it.
 * @returns what stops it
 */
export async function startEchoBot(telegram: TestSimulator): Promise<() => Promise<void>> {
  const bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } });
  await bot.api.setMyCommands([
    { command: 'start', description: 'Begin' },
    { command: 'formats', description: 'All formats of text' },
  ]);
  bot.command('start', (context) => context.reply(`Hello, ${context.from?.first_name}.`, { reply_markup: MENU }));
  bot.hears('Timer', (context) =>
    context.reply('<b>Reading</b> · since 14:05', { parse_mode: 'HTML', reply_markup: card('a') }),
  );
  bot.hears('Photo', (context) => context.replyWithPhoto(new InputFile(PNG, 'red.png'), { caption: 'A red square' }));
  bot.hears('File', (context) =>
    context.replyWithDocument(new InputFile(Buffer.from('a;b\n1;2\n'), 'отчёт за ноябрь.csv')),
  );
  bot.hears(['Formats', '/formats'], sendFormats);
  bot.callbackQuery(/^pause/, async (context) => {
    const state = context.callbackQuery.data.endsWith('a') ? 'b' : 'a';
    await context.editMessageText(`<b>Reading</b> · paused (${state})`, {
      parse_mode: 'HTML',
      reply_markup: card(state),
    });
    await context.answerCallbackQuery('Paused');
  });
  bot.callbackQuery('finish', async (context) => {
    await context.answerCallbackQuery({ text: 'Finished after 32 min', show_alert: true });
    await context.editMessageText('Finished after 32 min.');
  });
  bot.on('message:text', (context) => context.reply(context.message.text));
  bot.on('message:contact', (context) => context.reply(`Thanks, ${context.message.contact.phone_number}`));
  // Long polling goes on until it is told to stop; what ends it otherwise is the test's failure, not this promise's.
  const running = bot.start();
  return async () => {
    await bot.stop();
    await running;
  };
}

async function sendFormats(context: Context): Promise<void> {
  await context.replyWithChatAction('typing');
  await context.reply(
    [
      '<b>bold <i>both</i></b> <u>under</u> <s>gone</s> <tg-spoiler>secret</tg-spoiler>',
      '<code>inline &lt;code&gt;</code> <a href="https://example.com/page">a link</a> https://example.org /start @minuta',
      '<blockquote>A quote with <b>weight</b></blockquote><pre><code class="language-ts">const x: number = 1;</code></pre>',
      'العربية عادي',
    ].join('\n'),
    { parse_mode: 'HTML' },
  );
}
