import { describe, expect, test } from 'vitest';
import { checkDocument } from '../document.ts';
import { compile, type ActionCatalogue, type CompileOptions, type Snapshot, type Step } from './compile.ts';
import { formatPath, type Problem } from './problems.ts';
import type { TemplateContext } from './template-values.ts';

interface TestStep extends Step {
  readonly words: string;
  readonly to: readonly string[];
}

const actions: ActionCatalogue<TestStep> = {
  parse(source) {
    const [name = '', ...words] = (typeof source === 'string' ? source : String(source['action'])).split(' ');
    const rest = typeof source === 'string' ? words.join(' ') : '';
    if (!['send', 'edit', 'goto', 'ask', 'tracker.start'].includes(name)) return { ok: false, problem: `no ${name}` };
    return { ok: true, step: { name, words: rest, to: ['goto', 'ask'].includes(name) ? [rest] : [] } };
  },
  targets: ({ to }) => to,
  jump: ({ name, to }) => (name === 'goto' ? to[0] : undefined),
  waits: ({ name }) => name === 'ask',
};
const options: CompileOptions<TestStep> = {
  actions,
  filters: { duration: (value) => `${String(value)} мин` },
  languages: ['ru', 'en'],
};
const context = (language: string): TemplateContext => ({
  language,
  timeZone: 'UTC',
  today: Temporal.PlainDate.from('2025-11-22'),
  now: Temporal.Instant.from('2025-11-22T11:05:00Z'),
});
const bot = { botUsername: 'minuta_bot' };

function compiled(parts: object, more: Partial<CompileOptions<TestStep>> = {}) {
  const checked = checkDocument({ minuta: 1, ...parts });
  if (!checked.ok)
    throw new Error(checked.problems.map(({ path, message }) => `${formatPath(path)}: ${message.en}`).join());
  return compile(checked.document, 7, { ...options, ...more });
}

function snapshotOf(parts: object): Snapshot<TestStep> {
  const result = compiled(parts);
  if (!result.ok) throw new Error(said(result.problems).join('\n'));
  return result.snapshot;
}

/** «code place», of errors and warnings. */
function problemsOf(parts: object, more: Partial<CompileOptions<TestStep>> = {}): string[] {
  const result = compiled(parts, more);
  return said(result.ok ? result.warnings : result.problems);
}

function said(problems: readonly Problem[]): string[] {
  return problems.map(({ code, path }) => `${code} ${formatPath(path)}`);
}

const handler = (pattern: string, more: object = {}) => ({ pattern, action: 'send', ...more });
const callback = (data: string, more: object = {}) => ({ callback_data: data, action: 'edit', ...more });
const inline = (...buttons: unknown[]) => ({ layout: [buttons] });
const reply = (...buttons: unknown[]) => ({ kind: 'reply', layout: [buttons] });

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
      entry?.message?.(language).render({ user: { name: 'A&B' } }, context(language));
    expect(render('en')).toBe('Hi, <b>A&amp;B</b>');
    expect(render('de')).toBe('Привет, A&amp;B');
    expect(entry?.message?.('ru').roots).toEqual(['user']);
    expect(entry?.notice?.('en').render({ user: { name: 'A&B' } }, context('en'))).toBe('Hi, A&B');
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
    ['an unknown target', { handlers: [handler('a', { action: 'goto b' })] }, 'unknown_target handlers[0].action'],
    [
      'a disabled target',
      { handlers: [handler('a', { action: 'goto b' }), handler('b', { enabled: false })] },
      'disabled_target handlers[0].action',
    ],
    ['an unknown parent', { callbacks: [callback('a', { handler: '/x' })] }, 'unknown_parent callbacks[0].handler'],
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
      'template_broken handlers[0].message',
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
    expect(new Set(problems.map(({ code }) => code)).size).toBe(7);
    for (const { message } of problems) expect(`${message.ru}${message.en}`).not.toMatch(/\{\w+\}/);
  });

  test('C9 what fits exactly is fine', () => {
    expect(
      problemsOf({
        handlers: [
          handler('a', { message: `<b>${'x'.repeat(4096)}</b>` }),
          handler('b', { message: 'x'.repeat(1024), photo_url: 'https://a.b/c' }),
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
      problemsOf({ callbacks: [callback('a', { action: ['send', 'ask b'] }), callback('b', { action: 'goto a' })] }),
    ).toEqual([]);
    const fork = [callback('a', { action: ['goto b', 'goto c'] }), callback('b', { action: 'goto c' }), callback('c')];
    expect(problemsOf({ callbacks: [...fork, callback('d', { action: 'goto a' })] })).toEqual([
      'unreachable_callback callbacks[3].callback_data',
    ]);
  });

  test('C3 a chain of ten thousand jumps is no circle and no trouble', () => {
    const callbacks = Array.from({ length: 10_000 }, (_, index) =>
      callback(`c${index}`, index === 9999 ? {} : { action: `goto c${index + 1}` }),
    );
    expect(problemsOf({ callbacks })).toEqual(['unreachable_callback callbacks[0].callback_data']);
  });
});

describe('warnings do not stop a configuration', () => {
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
      're:^привет$x',
      '*',
    ];
    expect(problemsOf({ handlers: patterns.map((pattern) => handler(pattern)) })).toEqual([]);
  });

  test('C9 a callback that a button with an expression may mean is not unreachable', () => {
    const keyboards = { k: inline({ label: 'a', data: 'card.{{ state }}' }) };
    expect(
      problemsOf({ callbacks: [callback('card.on'), callback('card.off'), callback('other')], keyboards }),
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

test('C1 ten thousand handlers compile in seconds', () => {
  const handlers = Array.from({ length: 10_000 }, (_, index) =>
    handler(`слово ${index}`, { message: { ru: `<b>Текст</b> ${index} {{ user.name }}`, en: 'x' } }),
  );
  const started = performance.now();
  expect(compiled({ handlers }).ok).toBe(true);
  expect(performance.now() - started).toBeLessThan(10_000);
});
