import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUpdate } from './incoming.ts';

const now = Temporal.Instant.from('2026-11-22T11:05:00.750Z');
const second = Math.floor(now.epochMilliseconds / 1000);
const from = { id: 7_000_000_007, is_bot: false, first_name: 'Аня', username: 'anna', language_code: 'ru' };
const chat = { id: 7_000_000_007, type: 'private' };
const message = { message_id: 5, date: second - 3, chat, from, text: 'привет' };
const read = (parts: object) => readUpdate({ update_id: 1, ...parts }, now);

describe('an update', () => {
  it('B1 of a message says who wrote what, and when they wrote it', () => {
    expect(read({ message })).toMatchObject({
      updateId: 1,
      kind: 'message',
      sender: { telegramId: 7_000_000_007, firstName: 'Аня', username: 'anna', languageCode: 'ru' },
      chatId: 7_000_000_007,
      isPrivate: true,
      at: Temporal.Instant.fromEpochMilliseconds((second - 3) * 1000),
      text: 'привет',
      press: null,
    });
  });

  it('B1 of a press says which button of which message, and happens when it arrives', () => {
    const press = read({ callback_query: { id: '99', from, data: 'menu', message: { message_id: 8, chat, date: 0 } } });
    expect(press).toMatchObject({
      kind: 'callback_query',
      chatId: chat.id,
      press: { queryId: '99', data: 'menu', messageId: 8 },
      at: Temporal.Instant.fromEpochMilliseconds(second * 1000),
    });
  });

  it('B4 of a press on a message that Telegram has forgotten is answered in the person’s own chat', () => {
    expect(read({ callback_query: { id: '99', from, data: 'menu' } })).toMatchObject({
      chatId: from.id,
      isPrivate: true,
      press: { messageId: null },
    });
  });

  it('B1 of the other kinds says what it is', () => {
    expect(read({ edited_message: message })).toMatchObject({ kind: 'edited_message', text: 'привет' });
    expect(read({ inline_query: { id: '5', from, query: 'x' } })).toMatchObject({
      kind: 'inline_query',
      inlineQueryId: '5',
      chatId: from.id,
    });
    expect(read({ message: { ...message, text: undefined, caption: 'под фото' } })).toMatchObject({ text: 'под фото' });
    expect(
      read({ message: { ...message, text: undefined, location: { latitude: 55.7, longitude: 37.6 } } }),
    ).toMatchObject({ text: null, location: { latitude: 55.7, longitude: 37.6 } });
  });

  it.each([
    ['kicked', 'private', 'blocked'],
    ['left', 'private', 'blocked'],
    ['member', 'private', 'active'],
    ['kicked', 'supergroup', null],
  ])('B1 of a membership that became «%s» in a %s chat means %s', (status, type, membership) => {
    expect(read({ my_chat_member: { chat: { ...chat, type }, from, new_chat_member: { status } } })).toMatchObject({
      membership,
    });
  });

  describe('with a date that cannot be', () => {
    it.each([
      ['in the future', second + 3600, 0],
      ['of a second ahead', second + 1, 0],
      ['of 1970', 0, 0],
      ['missing', undefined, 0],
      ['before 1970', -5, 0],
      ['far beyond any clock', Number.MAX_SAFE_INTEGER, 0],
      ['of two days ago', second - 2 * 86_400, 0],
      ['of an outage of 23 hours', second - 23 * 3600, 23 * 3600],
    ])('%s counts from its arrival, or from when it was sent where that can be', (_, date, secondsAgo) => {
      const at = read({ message: { ...message, date } })?.at;
      expect(at?.epochMilliseconds).toBe((second - secondsAgo) * 1000);
    });
  });

  describe('by nobody who could have an account', () => {
    it.each([
      ['another bot', { message: { ...message, from: { ...from, is_bot: true } } }],
      [
        'a channel in whose name a message stands',
        { message: { ...message, from: undefined, sender_chat: { id: -100, type: 'channel' } } },
      ],
    ])('(%s) has no sender', (_, parts) => {
      expect(read(parts)).toMatchObject({ kind: 'message', sender: null });
    });

    it.each([{ channel_post: message }, { poll: { id: '1' } }, { message_reaction: {} }, {}])(
      'is of no kind that is acted on (%j)',
      (parts) => {
        expect(read(parts)).toMatchObject({ kind: 'other', sender: null, text: null, press: null });
      },
    );
  });

  it('in a group knows that it is not private', () => {
    expect(read({ message: { ...message, chat: { id: -100_123_456_789, type: 'supergroup' } } })).toMatchObject({
      chatId: -100_123_456_789,
      isPrivate: false,
    });
  });

  it('loses NUL and half surrogates in every text, because neither can be stored', () => {
    const odd = 'a\0b\ud83dc';
    const clean = 'ab\ufffdc';
    const person = { ...from, first_name: odd, username: odd, language_code: odd };
    expect(read({ message: { ...message, from: person, text: odd } })).toMatchObject({
      text: clean,
      sender: { firstName: clean, username: clean, languageCode: clean },
    });
    expect(read({ callback_query: { id: odd, from, data: odd } })).toMatchObject({
      press: { queryId: clean, data: clean },
    });
    expect(read({ inline_query: { id: odd, from } })).toMatchObject({ inlineQueryId: clean });
  });

  it('of 200 KB is read like any other', () => {
    expect(read({ message: { ...message, text: 'я'.repeat(100_000) } })?.text).toHaveLength(100_000);
  });

  it.each([
    null,
    undefined,
    7,
    'update',
    [],
    {},
    { update_id: '1' },
    { update_id: 1.5 },
    { update_id: 2 ** 60 },
    { update_id: 1, message: null },
    { update_id: 1, message: [] },
    { update_id: 1, message: { ...message, chat: null } },
    { update_id: 1, message: { ...message, text: 5 } },
    { update_id: 1, message: { ...message, from: { ...from, id: 1e300 } } },
    { update_id: 1, message: { ...message, date: 'now' } },
    { update_id: 1, callback_query: { id: 5, from } },
  ])('of a shape that nobody knows is none (%j)', (update) => {
    expect(readUpdate(update, now)).toBeNull();
  });

  it('never throws, and whatever it takes for an update can be stored', () => {
    const odd = fc.oneof(fc.anything(), fc.string({ unit: 'binary' }), fc.constant(from), fc.constant(chat));
    const some = (...keys: string[]) =>
      fc.record(Object.fromEntries(keys.map((key) => [key, odd])), { requiredKeys: [] });
    const like = (base: object, ...keys: string[]) => some(...keys).map((parts) => Object.assign({}, base, parts));
    const update = fc.oneof(
      fc.record({
        update_id: fc.integer(),
        message: like(message, 'text', 'caption', 'date', 'from', 'chat', 'location'),
      }),
      fc.record({ update_id: fc.integer(), callback_query: like({ id: '1', from }, 'id', 'data', 'message') }),
      fc.record({ update_id: odd, inline_query: some('id', 'from'), my_chat_member: some('chat', 'from') }),
      fc.anything(),
    );
    fc.assert(
      fc.property(update, (raw) => {
        const incoming = readUpdate(raw, now);
        if (!incoming) return;
        const texts: string[] = [];
        JSON.stringify(incoming, (_, value: unknown) => (typeof value === 'string' && texts.push(value), value));
        expect(texts.filter((text) => text.includes('\0') || !text.isWellFormed())).toEqual([]);
        expect(incoming.at.epochMilliseconds % 1000).toBe(0);
        expect(Temporal.Instant.compare(incoming.at, now)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});
