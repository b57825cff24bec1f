import { describe, expect, it } from 'vitest';
import { newScreen, readTarget, titleOf, writeTarget } from './screens.ts';

describe('what a button leads to', () => {
  it.each(['menu', 'stats today', 'stats today{{ filter.suffix }}', 'tracker.start {{ item.id }}', '{{ words }}'])(
    'C2 is a name with words, and comes back as it was: %s',
    (data) => {
      expect(writeTarget(readTarget(data), data)).toBe(data);
    },
  );

  it('C2 keeps its words when the name changes', () => {
    const data = 'stats today{{ filter.suffix }}';
    expect(writeTarget({ ...readTarget(data), name: 'other' }, data)).toBe('other today{{ filter.suffix }}');
  });

  it('C1 a new screen gets a name that is free and fits into a button', () => {
    const taken = [{ callback_data: 'о_нас', action: 'send' }];
    expect(newScreen('О нас!', taken, 'edit')).toEqual({ callback_data: 'о_нас_2', action: 'edit', message: 'О нас!' });
    const long = newScreen('Очень длинное название экрана без конца', [], 'send').callback_data;
    expect(new TextEncoder().encode(long).length).toBeLessThanOrEqual(44);
  });

  it('C1 a screen is known by what it says, else by what it does', () => {
    const registry = [
      {
        name: 'tracker.pause',
        title: { ru: 'Поставить на паузу', en: 'Pause the timer' },
        summary: { ru: 'Пауза.', en: 'Pauses.' },
        example: '',
        takes_words: false,
        arguments: {},
        failures: [],
      },
    ];
    const said = {
      callback_data: 'a',
      action: 'send',
      message: { ru: '<b>Привет</b>,\n{{ user.first_name }}', en: 'Hi' },
    };
    expect(titleOf(said, 'ru', registry)).toBe('Привет, ⟨user.first_name⟩');
    expect(titleOf({ callback_data: 'b', action: ['tracker.pause', 'send'] }, 'en', registry)).toBe('Pause the timer');
  });
});
