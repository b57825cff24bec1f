import { describe, expect, test } from 'vitest';
import type { CompileOptions } from '../compile.ts';
import { actions, callback, compiled, handler, inline, leading, problemsOf, reply, type TestStep } from './testing.ts';

describe('the check', () => {
  test.each([
    [
      'duplicate patterns',
      { handlers: [handler('Привет'), handler('ПРИВЕТ ')] },
      'duplicate_pattern handlers[1].pattern',
    ],
    ['duplicate data', { callbacks: [callback('a'), callback('a ')] }, 'duplicate_callback callbacks[1].callback_data'],
    ['a bad pattern', { handlers: [handler('*a')] }, 'pattern_leading_star handlers[0].pattern'],
    ['a bad expression', { handlers: [handler('re:(')] }, 'pattern_regex handlers[0].pattern'],
    [
      'an unknown keyboard',
      { handlers: [handler('a', { keyboard_id: 'x' })] },
      'unknown_keyboard handlers[0].keyboard_id',
    ],
    ['an unknown button', { keyboards: { k: inline('x') } }, 'unknown_button keyboards.k.layout[0][0]'],
    ['a name every object has', { keyboards: { k: inline('toString') } }, 'unknown_button keyboards.k.layout[0][0]'],
    ['an unknown action', { handlers: [handler('a', { action: 'fly' })] }, 'action_invalid handlers[0].action'],
    [
      'an unknown step',
      { handlers: [handler('a', { action: ['send', { action: 'fly' }] })] },
      'action_invalid handlers[0].action[1]',
    ],
    ['a broken list', { handlers: [handler('a', { action: '[1]' })] }, 'action_json handlers[0].action'],
    [
      'a list nested without end',
      { handlers: [handler('a', { action: `[{"action":"send","a":${'['.repeat(5_000)}${']'.repeat(5_000)}}]` })] },
      'action_json handlers[0].action',
    ],
    ['an unknown target', { handlers: [handler('a', { action: 'goto b' })] }, 'unknown_target handlers[0].action'],
    [
      'a disabled target',
      { handlers: [handler('a', { action: 'goto b' }), handler('b', { enabled: false })] },
      'disabled_target handlers[0].action',
    ],
    ['an unknown parent', { callbacks: [callback('a', { handler: '/x' })] }, 'unknown_parent callbacks[0].handler'],
    [
      'a label of two meanings',
      {
        callbacks: [callback('a')],
        keyboards: { k: reply({ label: 'Да', data: 'a 1' }, { label: 'да', data: 'a 2' }) },
      },
      'label_ambiguous keyboards.k.layout[0][1].label',
    ],
    [
      'data of a changing label',
      { callbacks: [callback('a')], keyboards: { k: reply({ label: '{{ x }}', data: 'a' }) } },
      'label_expression keyboards.k.layout[0][0]',
    ],
    [
      'a button that does nothing',
      { keyboards: { k: inline({ label: 'a' }) } },
      'button_without_effect keyboards.k.layout[0][0]',
    ],
    [
      'a contact under a message',
      { keyboards: { k: inline({ label: 'a', request_contact: true }) } },
      'button_wrong_kind keyboards.k.layout[0][0].request_contact',
    ],
    [
      'a list beside a button',
      {
        callbacks: [callback('a')],
        keyboards: { k: inline({ each: 'x', label: 'a', data: 'a' }, { label: 'b', data: 'a' }) },
      },
      'each_not_alone keyboards.k.layout[0][0]',
    ],
    [
      'an address that is none',
      { keyboards: { k: inline({ label: 'a', url: 'javascript:alert(1)' }) } },
      'bad_url keyboards.k.layout[0][0].url',
    ],
    ['a photo that is none', { handlers: [handler('a', { photo_url: 'cat.png' })] }, 'bad_url handlers[0].photo_url'],
    [
      'data of 45 bytes',
      { callbacks: [callback('a')], keyboards: { k: inline({ label: 'a', data: `a ${'я'.repeat(21)}b` }) } },
      'data_too_long keyboards.k.layout[0][0].data',
    ],
    [
      'data long without its values',
      { callbacks: [callback('a')], keyboards: { k: inline({ label: 'a', data: `a ${'b'.repeat(43)}{{ x }}` }) } },
      'data_too_long keyboards.k.layout[0][0].data',
    ],
    ['a callback of 46 bytes', { callbacks: [callback('я'.repeat(23))] }, 'data_too_long callbacks[0].callback_data'],
    [
      'a broken template',
      { handlers: [handler('a', { message: '{{ a | nothing }}' })] },
      'unknown_filter handlers[0].message',
    ],
    [
      'broken HTML',
      { handlers: [handler('a', { message: { ru: '<b>x', en: 'x' } })] },
      'html_unclosed_tag handlers[0].message.ru',
    ],
    [
      'HTML broken on one way',
      {
        handlers: [
          handler('a', { message: '{% if a %}{% case b %}{% when 1 %}<br>{% endcase %}{% else %}x{% endif %}x' }),
        ],
      },
      'html_unknown_tag handlers[0].message',
    ],
    [
      'a value in bare quotes',
      { handlers: [handler('a', { message: "<a href='{{ x }}'>x</a>" })] },
      'html_bad_tag handlers[0].message',
    ],
    [
      'a value as a tag',
      { handlers: [handler('a', { message: '<{{ x }}>x</{{ x }}>' })] },
      'html_bad_tag handlers[0].message',
    ],
    ['an empty text', { handlers: [handler('a', { message: '<b> </b>' })] }, 'text_empty handlers[0].message'],
    [
      'a text of 4097',
      { handlers: [handler('a', { message: `<b>${'x'.repeat(4097)}</b>` })] },
      'text_too_long handlers[0].message',
    ],
    [
      'a caption of 1025',
      { handlers: [handler('a', { message: 'x'.repeat(1025), photo_url: 'https://a.b/c' })] },
      'caption_too_long handlers[0].message',
    ],
    [
      'a blank label',
      { callbacks: [callback('a')], keyboards: { k: inline({ label: ' ', data: 'a' }) } },
      'text_empty keyboards.k.layout[0][0].label',
    ],
    [
      'a description with a value',
      { handlers: [handler('/a', { description: '{{ x }}' })] },
      'description_expression handlers[0].description',
    ],
    [
      'a screen the program needs',
      { callbacks: [] },
      'missing_screen callbacks',
      { actions: { ...actions, required: ['card'] } },
    ],
    [
      'a shared button on no keyboard',
      { buttons: { b: { label: '{{', data: 'x' } } },
      'template_broken buttons.b.label',
    ],
  ])('C9 finds %s', (_name, parts, expected, more: Partial<CompileOptions<TestStep>> = {}) => {
    const result = compiled(parts, more);
    expect(result.ok).toBe(false);
    expect(problemsOf(parts, more).filter((line) => line === expected)).toHaveLength(1);
  });

  test('C9 all problems come in one go, in both languages', () => {
    const result = compiled({
      handlers: [
        handler('*a', { message: '<b>', keyboard_id: 'x', action: 'fly' }),
        handler('b', { action: 'goto c' }),
      ],
      keyboards: { k: inline({ label: 'a', data: 'x' }, 'y') },
    });
    const problems = result.ok ? [] : result.problems;
    expect(new Set(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)).size).toBe(6);
    for (const { message } of problems) expect(`${message.ru}${message.en}`).not.toMatch(/\{\w+\}/);
  });

  test('C9 what fits exactly is fine', () => {
    expect(
      problemsOf({
        handlers: [
          handler('a', { message: `<b>${'x'.repeat(4096)}</b>` }),
          handler('b', { message: 'x'.repeat(1024), photo_url: 'https://a.b/c', keyboard_id: 'k' }),
        ],
        callbacks: [callback('я'.repeat(22))],
        keyboards: { k: inline({ label: 'a', data: 'я'.repeat(22) }) },
      }),
    ).toEqual([]);
  });
});

describe('circles', () => {
  test.each([
    ['of one', [callback('a', { action: 'goto a' })]],
    ['of two', [callback('a', { action: ['send', 'goto b'] }), callback('b', { action: 'goto a 5' })]],
    [
      'behind a second jump',
      [callback('a', { action: ['goto c', 'goto b'] }), callback('b', { action: 'goto a' }), callback('c')],
    ],
  ])('C3 a circle %s is refused once', (_name, callbacks) => {
    expect(problemsOf({ callbacks }).filter((line) => line.startsWith('goto_cycle'))).toHaveLength(1);
  });

  test('C3 a circle that asks the person is none, nor are two ways to one place', () => {
    expect(
      problemsOf({
        handlers: [leading('a')],
        callbacks: [callback('a', { action: ['send', 'ask b'] }), callback('b', { action: 'goto a' })],
      }),
    ).toEqual([]);
    const fork = [callback('a', { action: ['goto b', 'goto c'] }), callback('b', { action: 'goto c' }), callback('c')];
    expect(problemsOf({ handlers: [leading('a')], callbacks: [...fork, callback('d', { action: 'goto a' })] })).toEqual(
      ['unreachable_callback callbacks[3].callback_data'],
    );
  });

  test('C3 a chain of ten thousand jumps is no circle and no trouble', () => {
    const callbacks = Array.from({ length: 10_000 }, (_, index) =>
      callback(`c${index}`, index === 9999 ? {} : { action: `goto c${index + 1}` }),
    );
    expect(problemsOf({ handlers: [leading('c1')], callbacks })).toEqual([
      'unreachable_callback callbacks[0].callback_data',
    ]);
  });
});

describe('warnings do not stop a configuration', () => {
  // An old or unfinished button is answered all the same, and its author may want to publish the rest.
  test.each<[string, object, string]>([
    [
      'a dead button',
      { keyboards: { k: inline({ label: 'a', data: 'x 1' }) } },
      'dead_button keyboards.k.layout[0][0].data',
    ],
    [
      'a dead button with an expression',
      { keyboards: { k: inline({ label: 'a', data: 'x {{ y }}' }) } },
      'dead_button keyboards.k.layout[0][0].data',
    ],
    [
      'a dead shared button',
      { keyboards: { k: inline('b'), l: inline('b') }, buttons: { b: { label: 'a', data: 'x' } } },
      'dead_button buttons.b.data',
    ],
    [
      'a dead label',
      { keyboards: { k: reply({ label: { ru: 'Да', en: 'Yes' } }) }, handlers: [handler('да'), handler('*')] },
      'dead_label keyboards.k.layout[0][0].label.en',
    ],
  ])('C9 finds %s', (_name, parts, expected) => {
    expect(compiled(parts).ok).toBe(true);
    expect(problemsOf(parts).filter((line) => line === expected)).toHaveLength(1);
  });

  test.each([
    ['nothing leads to a callback', { callbacks: [callback('a')] }, 'unreachable_callback callbacks[0].callback_data'],
    [
      'a translation is missing',
      { handlers: [handler('a', { message: { ru: 'x' } })] },
      'translation_missing handlers[0].message',
    ],
    ['a command has the words', { handlers: [handler('/a'), handler('\\/a')] }, 'shadowed_pattern handlers[1].pattern'],
    [
      'words anywhere win over an expression',
      { handlers: [handler('*при*'), handler('re:привет')] },
      'shadowed_pattern handlers[1].pattern',
    ],
    [
      'an expression takes everything',
      { handlers: [handler('re:.*'), handler('re:x+y'), handler('*')] },
      'shadowed_pattern handlers[2].pattern',
    ],
    [
      'a description is on words',
      { handlers: [handler('a', { description: 'x' })] },
      'description_ignored handlers[0].description',
    ],
    [
      'a handler takes a label',
      { handlers: [handler('Да')], callbacks: [callback('a')], keyboards: { k: reply({ label: 'Да', data: 'a' }) } },
      'label_taken keyboards.k.layout[0][0].label',
    ],
  ])('C9 %s', (_name, parts, expected) => {
    const result = compiled(parts);
    expect(result.ok).toBe(true);
    expect(problemsOf(parts)).toContain(expected);
  });

  test('C9 patterns that only overlap shadow nobody', () => {
    const patterns = [
      '/start',
      '/start=a',
      'привет',
      'привет*',
      '*привет*',
      'при*',
      '*ив*',
      're:^\\d+$',
      're:^пр.вет',
      '*',
    ];
    expect(problemsOf({ handlers: patterns.map((pattern) => handler(pattern)) })).toEqual([
      'partly_shadowed handlers[4].pattern',
    ]);
  });

  test('C9 a callback that a button with an expression may mean is not unreachable', () => {
    const keyboards = { k: inline({ label: 'a', data: 'card.{{ state }}' }) };
    expect(
      problemsOf({
        handlers: [handler('a', { keyboard_id: 'k' })],
        callbacks: [callback('card.on'), callback('card.off'), callback('other')],
        keyboards,
      }),
    ).toEqual(['unreachable_callback callbacks[2].callback_data']);
  });

  test('C9 a callback that the program opens is not unreachable', () => {
    expect(
      problemsOf(
        { callbacks: [callback('a'), callback('b')] },
        { actions: { ...actions, required: ['a'], optional: ['b', 'c'] } },
      ),
    ).toEqual([]);
  });
});
