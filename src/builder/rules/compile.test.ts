import { describe, expect, test } from 'vitest';
import { bestOf } from '../../platform/best-of-testing.ts';
import { cpuTimeOf } from '../../platform/cpu-testing.ts';
import { bot, callback, compiled, contextIn, handler, reply, snapshotOf } from './compile/testing.ts';

describe('what messages are answered from', () => {
  const snapshot = snapshotOf({
    handlers: [
      handler('/start', { description: { ru: 'Начать', en: 'Begin' }, action: '["goto card 5", {"action": "send"}]' }),
      handler('Настройки', {
        message: { ru: 'Привет, {{ user.name }}', en: 'Hi, <b>{{ user.name }}</b>' },
        keyboard_id: 'main',
      }),
      handler('re:^(\\d+) мин$'),
      handler('off', { enabled: false }),
    ],
    callbacks: [callback('card'), callback('card 9'), callback('tracker.start', { photo_url: 'https://a.b/c.png' })],
    keyboards: {
      main: reply({ label: { ru: 'Начать', en: 'Start' }, data: 'card 3' }, 'where'),
      list: {
        marks_chosen: true,
        layout: [
          [{ each: 'activities', label: '{{ item.name }} {{ user.name }}', data: 'tracker.start {{ item.id }}' }],
          [
            { label: 'Сайт', url: 'https://a.b', when: '{{ visible }}' },
            { label: 'Девять', data: 'card 9' },
          ],
        ],
      },
    },
    buttons: { where: { label: 'Где я', request_location: true } },
  });

  test('C5 a callback is found by its whole data, else by its first word', () => {
    expect(snapshot.callback('card 9')).toMatchObject({ entry: { callbackData: 'card 9' }, args: '' });
    expect(snapshot.callback('card 42  x')).toMatchObject({ entry: { callbackData: 'card' }, args: '42  x' });
    expect(snapshot.callback('nothing')).toBeUndefined();
    expect(snapshot.callback('constructor')).toBeUndefined();
  });

  test('C5 a text is answered by its handler, in order and without the disabled', () => {
    expect(snapshot.matchText('настройки', bot)?.entry).toMatchObject({
      name: 'Настройки',
      callbackData: null,
      keyboardId: 'main',
    });
    expect(snapshot.matchText('5 мин', bot)).toMatchObject({ kind: 'regex', groups: { 1: '5' }, args: '5 мин' });
    expect(snapshot.matchText('off', bot)).toBeUndefined();
    expect(snapshot.version).toBe(7);
  });

  test('C2 the label of a reply button means its data in every language', () => {
    for (const label of ['Начать', 'start']) {
      expect(snapshot.matchText(label, bot)).toMatchObject({
        entry: { callbackData: 'card' },
        kind: 'exact',
        args: '3',
      });
    }
  });

  test('C3 actions come as text, as JSON and as lists', () => {
    expect(snapshot.matchText('/start', bot)?.entry.steps).toEqual([
      { name: 'goto', words: 'card 5', to: ['card 5'] },
      { name: 'send', words: '', to: [] },
    ]);
  });

  test('C4 a text is in the asked language, else in Russian, and a notice is without formatting', () => {
    const entry = snapshot.find('Настройки')?.entry;
    const render = (language: string) =>
      entry?.message?.(language).render({ user: { name: 'A&B' } }, contextIn(language));
    expect(render('en')).toBe('Hi, <b>A&amp;B</b>');
    expect(render('de')).toBe('Привет, A&amp;B');
    expect(entry?.message?.('ru').roots).toEqual(['user']);
    expect(entry?.notice?.('en').render({ user: { name: 'A&B' } }, contextIn('en'))).toBe('Hi, A&B');
  });

  test('C2 a keyboard knows its rows, its lists and what its templates need', () => {
    const list = snapshot.keyboard('list');
    expect(list).toMatchObject({ kind: 'inline', marksChosen: true, oneTime: false });
    expect(list?.rows[0]?.[0]).toMatchObject({ kind: 'list', each: 'activities', columns: 1, pageSize: 6 });
    expect(list?.roots('ru')).toEqual(['user', 'visible']);
    expect(snapshot.keyboard('main')?.rows[0]?.map((cell) => cell.kind === 'button' && cell.requests)).toEqual([
      undefined,
      'location',
    ]);
    expect(snapshot.keyboard('toString')).toBeUndefined();
  });

  test('C5 goto finds callbacks, with arguments too, and handlers by pattern', () => {
    expect(snapshot.find('card 5')).toMatchObject({ entry: { callbackData: 'card' }, args: '5' });
    expect(snapshot.find('/START')?.entry.name).toBe('/start');
    expect(snapshot.find('off')).toBeUndefined();
  });

  test('C5 commands with a description make Telegram’s menu', () => {
    expect(
      snapshot.commands.map(({ command, description }) => [command, description('en'), description('de')]),
    ).toEqual([['start', 'Begin', 'Начать']]);
  });

  test('C6 nothing of a snapshot can be changed', () => {
    const entry = snapshot.find('/start')?.entry;
    const keyboard = snapshot.keyboard('list');
    for (const part of [
      snapshot,
      entry,
      entry?.steps,
      keyboard,
      keyboard?.rows,
      keyboard?.rows[0],
      keyboard?.rows[0]?.[0],
      snapshot.commands,
    ]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });
});

/** Milliseconds that so many handlers take. */
function compilingTakes(count: number): number {
  const handlers = Array.from({ length: count }, (_, index) =>
    handler(`слово ${index}`, { message: { ru: `<b>Текст</b> ${index} {{ user.name }}`, en: 'x' } }),
  );
  return cpuTimeOf(() => expect(compiled({ handlers }).ok).toBe(true));
}

test('C1 ten times the handlers compile in about ten times the time', async () => {
  const few = await bestOf(() => compilingTakes(1_000), 0);
  // A hundred times would be as bad as comparing each with each.
  expect(await bestOf(() => compilingTakes(10_000), few * 40)).toBeLessThan(few * 40);
});
