import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuTimeOf } from '../../platform/cpu-testing.ts';
import { createTemplates, type Filters, type Scope, type TemplateContext, TemplateError } from './template.ts';

const context: TemplateContext = {
  language: 'ru',
  timeZone: 'Europe/Moscow',
  today: Temporal.PlainDate.from('2025-11-22'),
  now: Temporal.Instant.from('2025-11-22T11:05:00Z'),
};
const filters: Filters = {
  duration: (value) => `${JSON.stringify(value)} мин`,
  in_language: (value, { language }, suffix) => `${JSON.stringify(value)}-${language}-${JSON.stringify(suffix)}`,
  tag: () => '<b>',
  broken: () => {
    throw new Error('no');
  },
};
const templates = createTemplates(filters);

function compile(source: string, mode: 'html' | 'plain' = 'html') {
  const compiled = templates.compile(source, mode);
  if (!compiled.ok) throw new Error(compiled.fault.detail);
  return compiled.template;
}
const render = (source: string, scope: Scope = {}, mode: 'html' | 'plain' = 'html') =>
  compile(source, mode).render(scope, context);

describe('values', () => {
  const scope = { user: { first_name: 'Аня & <b>', tags: ['<i>', 2] }, today: { total: 10 } };

  test('C4 variables and filters are interpolated', () => {
    expect(render('Всего: {{ today.total | duration }}.', scope)).toBe('Всего: 10 мин.');
    expect(render('{{ "a" | in_language: "b" }} {{ x | in_language: 1 }}')).toBe(
      '&quot;a&quot;-ru-&quot;b&quot; undefined-ru-1',
    );
  });

  test('C4 a value is always escaped', () => {
    expect(render('<b>{{ user.first_name }}</b>', scope)).toBe('<b>Аня &amp; &lt;b&gt;</b>');
    expect(render('<a href="{{ x }}">', { x: '"><b>' })).toBe('<a href="&quot;&gt;&lt;b&gt;">');
  });

  test('C4 labels and data are plain', () => {
    expect(render('{{ user.first_name }}', scope, 'plain')).toBe('Аня & <b>');
  });

  test('C4 a missing value renders empty', () => {
    expect(render('[{{ nobody }}{{ user.a.b }}{{ user.tags.size.x }}{{ user }}]', scope)).toBe('[]');
    expect(render('{{ nobody.name | default: "друг" }}', scope)).toBe('друг');
  });

  test('C4 only what the scope itself holds is visible', () => {
    expect(render('{{ user.constructor.name }}{{ user.first_name.constructor }}{{ toString }}', scope)).toBe('');
    expect(render('{{ user.__proto__ }}{{ __proto__.x }}{% if user.hasOwnProperty %}x{% endif %}', scope)).toBe('');
  });

  test('C4 a function of the scope is called for its value', () => {
    expect(render('{{ x.y }}{% if x.y %}!{% endif %}', { x: { y: () => '<' } })).toBe('&lt;!');
  });

  test('C4 conditions, loops and names of its own work together with quick pieces', () => {
    const source =
      '{% for a in list %}{{ a.n }}{% unless forloop.last %}, {% endunless %}{% endfor %}; {{ list.size }}';
    expect(render(source, { list: [{ n: '1' }, { n: '<' }] })).toBe('1, &lt;; 2');
    expect(render('{% assign x = y | upcase %}{{ x }}', { x: 'old', y: '<new' })).toBe('&lt;NEW');
    expect(render('a{% if x > 1 %}b{% else %}c{% endif %}{{ x }}', { x: 2 })).toBe('ab2');
  });

  test('C4 what a template needs is known before it is rendered', () => {
    const { roots } = compile(
      '{% assign t = today.total %}{{ t }}{% for a in list %}{{ a.name }}{% endfor %}{{ user.id }}',
    );
    expect(roots.toSorted()).toEqual(['list', 'today', 'user']);
    expect(compile('no expressions').constant).toBe(true);
  });
});

describe('no way round the escaping', () => {
  test.each([
    '{{ x | raw }}',
    '{{ x | safe }}',
    '{{ x | json }}',
    '{{ x | newline_to_br }}',
    '{{ x | valueOf }}',
    '{% raw %}{{ x }}{% endraw %}',
    '{% capture y %}{{ x }}{% endcapture %}',
    '{% cycle x, x %}',
    '{% tablerow i in x %}{% endtablerow %}',
    '{% liquid echo x %}',
    '{% include "x" %}',
    '{% render "x" %}',
    '{% layout "x" %}',
    '{% block x %}{% endblock %}',
    '{% increment x %}',
    '{% constructor %}',
  ])('C4 %s is refused', (source) => {
    expect(templates.compile(source, 'html')).toMatchObject({ ok: false, fault: { line: 1 } });
  });

  test('C4 whatever a value is and however it is written, it opens no tag and ends no attribute', () => {
    const forms = [
      '{{ v }}',
      '{{ v | upcase | downcase }}',
      '{{ v | append: v }}',
      '{{ v | split: "&" | join: "<" }}',
      '{% echo v %}',
      '{% assign w = v %}{{ w }}',
      '{% for c in list %}{{ c }}{% endfor %}',
      '{{ list }}',
      '{{ v | tag }}',
      '{{ v | in_language: v }}',
      '{{ v | replace: "lt;", "<" }}',
      '{{ v | url_encode }}',
      '{{ v | truncate: 5, "<" }}',
      '{% if v contains "<" %}{{ v | slice: 0, 9 }}{% else %}{{ v | prepend: "<" }}{% endif %}',
    ].map((form) => compile(form));
    const value = fc.oneof(
      fc.string({ unit: fc.constantFrom('<', '>', '&', '"', 'b', '/', ';', 'lt', '{{', ' ') }),
      fc.string(),
    );
    fc.assert(
      fc.property(value, (v) => {
        for (const form of forms) expect(form.render({ v, list: [v, [v]] }, context)).not.toMatch(/[<>"]/);
      }),
    );
  });

  test('C4 the quick way and Liquid render the same', () => {
    const sources = [
      '{{ a }}{{ a.b.c }}{{ list }}',
      "{{ a.b | duration }}{{ a | in_language: 'x' }}{{ a | in_language: b }}{{ a | default: 'd' }}{{ a.b | default: b }}",
      '{% if a == b %}1{% elsif a.b == 1 or b == nil %}2{% else %}3{% endif %}',
      '{% if a > 1 and b <= 2 %}1{% endif %}{% if a != nil %}2{% endif %}{% if not a %}3{% endif %}',
      '{% if a == true %}1{% endif %}{% if nil == b %}2{% endif %}{% if a == null and b != false %}3{% endif %}',
      '{% unless a %}1{% elsif b %}2{% else %}3{% endunless %}{% unless b == 1 %}4{% endunless %}',
      '{% case a %}{% when 1, b %}1{% when "x" %}2{% when nil %}3{% when true %}4{% else %}5{% endcase %}',
      '{% for x in list %}{{ forloop.index }}{{ x }}{{ x.b }}{{ a }}{% unless forloop.last %},{% endunless %}{% endfor %}',
      '{% for x in list %}{% for a in x.b %}{{ a }}{{ x }}{{ forloop.index0 }}{% else %}-{% endfor %}{% endfor %}{{ a }}',
      '{% for x in a %}{{ x }}{% else %}none{% endfor %}{% comment %}{{ a }}{% endcomment %}',
      'x {%- if a -%} y {%- endif -%} z {{- b -}} w',
    ];
    const pairs = sources.map((source) => ({
      quick: compile(source),
      slow: compile(`{% assign other = 1 %}${source}`),
    }));
    const leaf = fc.oneof(
      fc.string({ maxLength: 2 }),
      fc.nat(3),
      fc.constantFrom(null, undefined, true, false, '', 'x', '<'),
    );
    const plain = { noNullPrototype: true };
    const inner = fc.oneof(leaf, fc.record({ c: leaf }, plain), fc.array(leaf, { maxLength: 2 }));
    const value = fc.oneof(leaf, fc.record({ b: inner }, plain), fc.array(leaf, { maxLength: 2 }));
    fc.assert(
      fc.property(value, value, fc.oneof(fc.array(value, { maxLength: 3 }), value), (a, b, list) => {
        const scope = { a, b, list };
        for (const { quick, slow } of pairs) expect(quick.render(scope, context)).toBe(slow.render(scope, context));
      }),
      { numRuns: 500 },
    );
  });
});

describe('faults and limits', () => {
  test('C9 a broken template is refused with its line and column', () => {
    expect(templates.compile('one\n  {{ a | nothing }}', 'html')).toEqual({
      ok: false,
      fault: { detail: 'undefined filter: nothing', unknown: { kind: 'filter', name: 'nothing' }, line: 2, column: 3 },
    });
    for (const source of ['{{ a', '{% if a %}', '{% nothing %}', '{{}}', `{{ a }}${'x'.repeat(20_000)}`]) {
      expect(templates.compile(source, 'html').ok).toBe(false);
    }
  });

  test('C4 rendering is bounded in time and memory', () => {
    const nested =
      '{% for i in (1..9999) %}{% for j in (1..9) %}{% for k in (1..9) %}{{ k }}{% endfor %}{% endfor %}{% endfor %}';
    const taken = cpuTimeOf(() => {
      expect(() => render('{% for i in (1..10000000) %}x{% endfor %}')).toThrow(TemplateError);
      expect(() => render(nested)).toThrow(TemplateError);
    });
    expect(taken).toBeLessThan(5_000);
  });

  test('C4 a filter that throws fails its rendering by name', () => {
    expect(() => render('{{ a | broken }}')).toThrow(TemplateError);
    expect(() => render('{% if true %}{{ a | broken }}{% endif %}')).toThrow(TemplateError);
  });
});

const samples = (source: string) => compile(source).samples();

describe('samples for checks', () => {
  test('C9 a template is seen with everything there and with nothing', () => {
    expect(samples('<b>{{ a.b | broken }}</b>')).toEqual(["<b>x 'y</b>", '<b></b>']);
    expect(samples('{% for a in list %}({{ a.name }}){% endfor %}')).toEqual(["(x 'y)(x 'y)", '']);
    expect(samples('{{ "<" }}{{ a.size }}')).toEqual(["&lt;x 'y", '&lt;']);
  });

  test('C9 every way a condition may go is seen', () => {
    expect(samples('{% if a > 3 %}1{% elsif b %}2{% else %}3{% endif %}')).toEqual(['1', '2', '3', '3']);
    expect(samples('{% case a %}{% when 1 %}1{% when "x" %}{% if b %}<i>{% endif %}{% endcase %}')).toEqual([
      '1',
      '',
      '',
      '',
    ]);
    expect(samples('{% case a %}{% when 1, 2 %}1{% when "x" %}2{% else %}3{% endcase %}')).toEqual([
      '1',
      '2',
      '3',
      '3',
    ]);
    expect(samples('{% unless a %}-{% endunless %}')).toEqual(['', '-', '-']);
  });

  test('C9 a constant is its own sample', () => {
    expect(samples('fixed')).toEqual(['fixed']);
  });
});
