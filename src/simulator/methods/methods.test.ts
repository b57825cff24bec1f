import { beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import type { Core } from '../core.ts';
import { Params, type Upload } from '../params.ts';
import * as person from '../person.ts';
import { Refusal } from '../refusal.ts';
import { createSimulatorCore } from '../simulator.ts';
import type { ChatRecord } from '../world.ts';
import { methods } from './index.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAFElEQVR4nGP8z8DAwMDAxAADCBYAG4oCAhA8fXEAAAAASUVORK5CYII=',
  'base64',
);

let core: Core;
let chat: ChatRecord;
let now: Temporal.Instant;

beforeEach(() => {
  now = systemClock.now();
  core = createSimulatorCore({
    clock: { now: () => now },
    bot: { id: 8_000_000_001, first_name: 'Bot', username: 'a_bot' },
  });
  chat = core.world.introduce({ id: 7_000_000_001, is_bot: false, first_name: 'Аня' });
  person.say(core, chat, '/start');
});

/** The result of a call, or the description of its refusal. */
function call(name: string, fields: Record<string, unknown> = {}, uploads?: Map<string, Upload>): unknown {
  try {
    return methods[name.toLowerCase()]?.(new Params({ chat_id: chat.user.id, ...fields }, uploads), core);
  } catch (error) {
    if (error instanceof Refusal) return `${error.status} ${error.description}`;
    throw error;
  }
}

const newest = (): number => core.world.nextMessageId - 1;
const edit = (fields: object): unknown => call('editMessageText', { message_id: newest(), ...fields });
const withButton = (button: object): unknown =>
  call('sendMessage', { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'b', ...button }]] } });
const upload = (bytes: Buffer, name = 'chart.png'): Map<string, Upload> =>
  new Map([['file', { name, mime: 'image/png', bytes }]]);

describe('sending', () => {
  test('a text counts after its markup is parsed, in UTF-16 units', () => {
    expect(call('sendMessage', { text: `<b>${'я'.repeat(4096)}</b>`, parse_mode: 'HTML' })).toMatchObject({
      message_id: newest(),
    });
    expect(call('sendMessage', { text: '😀'.repeat(2048) })).toMatchObject({ message_id: newest() });
    expect(call('sendMessage', { text: '😀'.repeat(2049) })).toBe('400 Bad Request: message is too long');
    expect(call('sendMessage', { text: ' \n ' })).toBe('400 Bad Request: message text is empty');
    expect(call('sendMessage', { text: '<b> </b>', parse_mode: 'html' })).toBe(
      '400 Bad Request: message text is empty',
    );
    expect(call('sendMessage', { text: '*a*', parse_mode: 'MarkdownV2' })).toBe(
      '400 Bad Request: unsupported parse_mode',
    );
  });

  test('explicit entities are kept, and links and commands found besides', () => {
    const entities = JSON.stringify([{ type: 'bold', offset: 1, length: 2 }]);
    expect(call('sendMessage', { text: ' ab /help https://a.example/x.', entities })).toMatchObject({
      text: 'ab /help https://a.example/x.',
      entities: [
        { type: 'bold', offset: 0, length: 2 },
        { type: 'bot_command', offset: 3, length: 5 },
        { type: 'url', offset: 9, length: 19 },
      ],
    });
  });

  test('a chat must be known and willing', () => {
    expect(call('sendMessage', { text: 'x', chat_id: 12 })).toBe('400 Bad Request: chat not found');
    expect(call('sendMessage', { text: 'x', chat_id: undefined })).toBe('400 Bad Request: chat_id is empty');
    const silent = core.world.introduce({ id: 5, is_bot: false, first_name: 'Silent' });
    expect(call('sendMessage', { text: 'x', chat_id: silent.user.id })).toBe('400 Bad Request: chat not found');
    person.setBlocked(core, chat, true);
    expect(call('sendMessage', { text: 'x' })).toBe('403 Forbidden: bot was blocked by the user');
    expect(core.queue.take(0, 10).at(-1)?.my_chat_member?.new_chat_member.status).toBe('kicked');
    person.say(core, chat, 'back again');
    expect(call('sendMessage', { text: 'x' })).toMatchObject({ text: 'x' });
  });

  test('a button’s data takes 1 to 64 bytes, its address must be one', () => {
    expect(withButton({ callback_data: 'я'.repeat(32) })).toMatchObject({ text: 'x' });
    expect(withButton({ callback_data: 'я'.repeat(33) })).toBe('400 Bad Request: BUTTON_DATA_INVALID');
    expect(withButton({ callback_data: '' })).toBe('400 Bad Request: BUTTON_DATA_INVALID');
    expect(withButton({ url: 'example.com' })).toMatchObject({
      reply_markup: { inline_keyboard: [[{ url: 'http://example.com/' }]] },
    });
    expect(withButton({ url: 'javascript:1' })).toContain('Wrong HTTP URL');
    expect(withButton({})).toContain('Text buttons are unallowed in the inline keyboard');
  });

  test('a keyboard stays with the chat until another one or its removal', () => {
    call('sendMessage', { text: 'x', reply_markup: { keyboard: [['One', { text: 'Two' }]], resize_keyboard: true } });
    expect(chat.keyboard).toEqual({ keyboard: [[{ text: 'One' }, { text: 'Two' }]], resize_keyboard: true });
    call('sendMessage', { text: 'x', reply_markup: { inline_keyboard: [] } });
    expect(chat.keyboard).not.toBeNull();
    call('sendMessage', { text: 'x', reply_markup: JSON.stringify({ remove_keyboard: true }) });
    expect(chat.keyboard).toBeNull();
  });

  test('a photo must be a picture, and is sent again by its id', () => {
    const sent = call('sendPhoto', { photo: 'attach://file', caption: '<i>c</i>', parse_mode: 'HTML' }, upload(PNG));
    expect(sent).toMatchObject({ caption: 'c', photo: [{ width: 3, height: 2, file_size: PNG.length }] });
    expect(call('sendPhoto', { photo: chat.messages.get(newest())?.message.photo?.[0]?.file_id })).toMatchObject({
      photo: [{ width: 3 }],
    });
    expect(call('sendPhoto', { photo: 'attach://file' }, upload(Buffer.from('<svg/>')))).toBe(
      '400 Bad Request: IMAGE_PROCESS_FAILED',
    );
    expect(call('sendPhoto', { photo: 'nonsense' })).toBe('400 Bad Request: wrong file identifier/HTTP URL specified');
    expect(call('sendPhoto', {})).toBe('400 Bad Request: there is no photo in the request');
    expect(call('sendPhoto', { photo: 'https://a.example/b.png', caption: 'x'.repeat(1025) })).toBe(
      '400 Bad Request: message caption is too long',
    );
  });

  test('a document keeps its name and can be fetched as getFile tells', () => {
    call('sendDocument', { document: 'attach://file' }, upload(Buffer.from('a;b'), 'отчёт.csv'));
    const document = chat.messages.get(newest())?.message.document;
    expect(document).toMatchObject({ file_name: 'отчёт.csv', file_size: 3 });
    const file = call('getFile', { file_id: document?.file_id });
    expect(file).toMatchObject({ file_path: expect.stringMatching(/^documents\/file_\d+\.csv$/) });
  });

  test('a reply names its message, once', () => {
    const first = newest();
    call('sendMessage', { text: 'a', reply_parameters: { message_id: first } });
    expect(call('sendMessage', { text: 'b', reply_to_message_id: newest() })).toMatchObject({
      reply_to_message: expect.not.objectContaining({ reply_to_message: expect.anything() }),
    });
    expect(call('sendMessage', { text: 'c', reply_to_message_id: 1 })).toBe(
      '400 Bad Request: message to be replied not found',
    );
  });
});

describe('editing', () => {
  test('an edit changes text and buttons in place, and without buttons takes them away', () => {
    const reply_markup = { inline_keyboard: [[{ text: 'b', callback_data: '1' }]] };
    call('sendMessage', { text: 'x', reply_markup });
    const messageId = newest();
    expect(edit({ text: 'y', reply_markup })).toMatchObject({ message_id: messageId, text: 'y', reply_markup });
    expect(call('editMessageReplyMarkup', { message_id: messageId })).not.toHaveProperty('reply_markup');
    expect(newest()).toBe(messageId);
  });

  test('an edit that changes nothing, or what is not there, is refused in Telegram’s words', () => {
    call('sendMessage', { text: 'x' });
    expect(edit({ text: '<b></b>x', parse_mode: 'HTML' })).toBe(
      '400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
    expect(edit({ text: 'y', message_id: 1 })).toBe('400 Bad Request: message to edit not found');
    expect(edit({ text: 'y', message_id: newest() - 1 })).toBe("400 Bad Request: message can't be edited");
    expect(edit({ text: 'y', reply_markup: { keyboard: [['a']] } })).toBe('400 Bad Request: inline keyboard expected');
    expect(call('editMessageCaption', { message_id: newest(), caption: 'c' })).toBe(
      '400 Bad Request: there is no caption in the message to edit',
    );
    call('sendPhoto', { photo: 'https://a.example/b.png' });
    expect(edit({ text: 'y' })).toBe('400 Bad Request: there is no text in the message to edit');
  });

  test('a picture can be exchanged for another, caption and all', () => {
    call('sendPhoto', { photo: 'https://a.example/b.png', caption: 'old' });
    const media = JSON.stringify({ type: 'photo', media: 'attach://file', caption: '<b>new</b>', parse_mode: 'HTML' });
    expect(call('editMessageMedia', { message_id: newest(), media }, upload(PNG))).toMatchObject({
      caption: 'new',
      caption_entities: [{ type: 'bold' }],
      photo: [{ width: 3 }],
    });
  });

  test('a deleted message is gone', () => {
    call('sendMessage', { text: 'x' });
    expect(call('deleteMessage', { message_id: newest() })).toBe(true);
    expect(call('deleteMessage', { message_id: newest() })).toBe('400 Bad Request: message to delete not found');
  });
});

describe('answers to presses', () => {
  const old = '400 Bad Request: query is too old and response timeout expired or query ID is invalid';

  test('a press takes one answer, in time', () => {
    call('sendMessage', { text: 'x' });
    const answer = (id: string): unknown => call('answerCallbackQuery', { callback_query_id: id, text: 'ok' });
    const first = person.press(core, chat, newest(), 'a');
    expect(answer(first.queryId)).toBe(true);
    expect(answer(first.queryId)).toBe(old);
    expect(answer('nonsense')).toBe(old);
    const second = person.press(core, chat, newest(), 'a');
    now = now.add({ minutes: 2 });
    expect(answer(second.queryId)).toBe(old);
  });

  test('an answer over 200 characters is refused', () => {
    const { queryId } = person.press(core, chat, newest(), 'a');
    const text = 'x'.repeat(201);
    expect(call('answerCallbackQuery', { callback_query_id: queryId, text })).toBe('400 Bad Request: MESSAGE_TOO_LONG');
  });

  test('a press on a message that is gone carries it as inaccessible', () => {
    person.press(core, chat, 1, 'rubbish');
    expect(core.queue.take(0, 10).at(-1)?.callback_query).toMatchObject({
      data: 'rubbish',
      message: { message_id: 1, date: 0 },
    });
  });
});

describe('the command menu', () => {
  test('a person sees the narrowest list, in their language where there is one', () => {
    const set = (description: string, fields: object): unknown =>
      call('setMyCommands', { commands: [{ command: '/help', description }], ...fields });
    set('everybody', {});
    set('всем', { language_code: 'ru' });
    expect(core.commands.seenBy(1, 'ru')).toEqual([{ command: 'help', description: 'всем' }]);
    expect(core.commands.seenBy(1, 'en')).toMatchObject([{ description: 'everybody' }]);
    set('one', { scope: { type: 'chat', chat_id: 1 } });
    expect(core.commands.seenBy(1, 'ru')).toMatchObject([{ description: 'one' }]);
    expect(call('setMyCommands', { commands: [{ command: 'Привет', description: 'x' }] })).toBe(
      '400 Bad Request: BOT_COMMAND_INVALID',
    );
  });
});
