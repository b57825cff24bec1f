/**
 * What a message costs with ten handlers and with ten thousand: `node bench/matching.ts`.
 * Prints microseconds for one text and the ratio, by kind of pattern, what hostile texts, compiling and rendering
 * take, and how long compiling keeps a process from anything else.
 */
import { catalogueOf } from '../src/builder/actions-catalogue.ts';
import { compileInSlices } from '../src/builder/compile-in-slices.ts';
import { checkDocument } from '../src/builder/document.ts';
import { compiling } from '../src/builder/rules/compile.ts';
import { compileMatcher, type Matcher } from '../src/builder/rules/match.ts';
import { parsePattern } from '../src/builder/rules/pattern.ts';
import { createTemplates } from '../src/builder/rules/template.ts';
import { allActions } from '../src/roles/actions.ts';
import { filters } from '../src/texts/filters.ts';

const FEW = 10;
const MANY = 10_000;
const ROUNDS = 9;

interface Kind {
  readonly pattern: (index: number) => string;
  /** Of a handler, different in each round: people rarely write the same. */
  readonly text: (index: number, round: number) => string;
}

const kinds: Readonly<Record<string, Kind>> = {
  'deep link': { pattern: (index) => `/start=link_${index}`, text: (index) => `/start link_${index}` },
  command: { pattern: (index) => `/command${index}`, text: (index) => `/command${index} with words` },
  exact: { pattern: (index) => `Начать дело ${index}`, text: (index) => `начать дело ${index}` },
  prefix: { pattern: (index) => `запиши ${index} *`, text: (index) => `Запиши ${index} и ещё немного` },
  contains: { pattern: (index) => `*сколько ${index} *`, text: (index) => `ну и сколько ${index} это будет` },
  regex: { pattern: (index) => `re:^заказ ${index} (\\d+)$`, text: (index, round) => `заказ ${index} ${round}` },
  'regex, no words': {
    pattern: (index) => `re:^\\d{${1 + (index % 9)}}[a-z]{${index % 7}}[xy]{${index % 100}}$`,
    text: (index, round) => `${index} ${round} abc`,
  },
  any: {
    pattern: (index) => (index === 0 ? '*' : `слово ${index}`),
    text: (index, round) => `что-то ещё ${index} ${round}`,
  },
  'none of them': { pattern: (index) => `*слово ${index}*`, text: (index) => `что-то совсем другое ${index}` },
};

function matcherOf(count: number, pattern: (index: number) => string): Matcher<number> {
  return compileMatcher(
    Array.from({ length: count }, (_, index) => {
      const parsed = parsePattern(pattern(index));
      if (!parsed.ok) throw new Error(`${pattern(index)}: ${parsed.fault}`);
      return { pattern: parsed.pattern, value: index };
    }),
  );
}

/** Microseconds of one call, the median of rounds that alternate between the contestants. */
function measure(contestants: readonly (() => void)[], calls: number): number[] {
  const rounds: number[][] = contestants.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [place, contestant] of contestants.entries()) {
      const started = performance.now();
      for (let call = 0; call < calls; call++) contestant();
      rounds[place]?.push(((performance.now() - started) * 1000) / calls);
    }
  }
  return rounds.map((times) => times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN);
}

function row(...cells: readonly (string | number)[]): void {
  console.log(cells.map((cell, place) => (place === 0 ? String(cell).padEnd(16) : String(cell).padStart(10))).join(''));
}

row('pattern', `${FEW}`, `${MANY}`, 'ratio', 'build, ms');
for (const [kind, { pattern, text }] of Object.entries(kinds)) {
  const few = matcherOf(FEW, pattern);
  const started = performance.now();
  const many = matcherOf(MANY, pattern);
  const built = performance.now() - started;
  const ask = (matcher: Matcher<number>) => {
    let round = 0;
    return () => {
      round += 1;
      for (let index = 0; index < FEW; index++) matcher.match(text(index, round), { botUsername: 'minuta_bot' });
    };
  };
  const calls = kind === 'regex, no words' ? 5 : 500;
  const [a = Number.NaN, b = Number.NaN] = measure([ask(few), ask(many)], calls).map((time) => time / FEW);
  row(kind, a.toFixed(2), b.toFixed(2), (b / a).toFixed(2), built.toFixed(0));
}

row('\nhostile', 'ms');
const hostile = compileMatcher(
  ['re:(a+)+$', 're:(x+x+)+y', 're:(.*)*=(.*)*z'].map((pattern, value) => {
    const parsed = parsePattern(pattern);
    if (!parsed.ok) throw new Error(pattern);
    return { pattern: parsed.pattern, value };
  }),
);
for (const letter of ['a', 'x', '=']) {
  const [time = Number.NaN] = measure([() => hostile.match(`${letter.repeat(4095)}!`, { botUsername: '' })], 3);
  row(`4095 × ${letter}`, (time / 1000).toFixed(2));
}

row('\ncompile', 'ms', 'step, ms');
for (const count of [FEW, 1000, MANY]) {
  const handlers = Array.from({ length: count }, (_, index) => ({
    pattern: `слово ${index}`,
    action: 'send',
    message: { ru: `<b>Текст</b> ${index}, {{ user.first_name }}`, en: `<b>Text</b> ${index}, {{ user.first_name }}` },
  }));
  const checked = checkDocument({ minuta: 1, handlers });
  if (!checked.ok) throw new Error('the handlers are no document');
  const options = { actions: catalogueOf(allActions), filters, languages: ['ru', 'en'] };
  const begun = performance.now();
  await compileInSlices(checked.document, 1, options);
  const took = performance.now() - begun;
  // What cannot be interrupted.
  let longest = 0;
  let last = performance.now();
  for (const _ of compiling(checked.document, 1, options)) {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }
  row(String(count), took.toFixed(0), longest.toFixed(1));
}

const source =
  'Завершена — {{ session.duration }}. Всего сегодня: {{ today.total }}.\n' +
  '<b>{{ activity.name }}</b>, {{ session.from }}–{{ session.to }}\n{{ user.first_name }}';
const condition = '{% if session.paused > 0 %} (пауза {{ session.paused }}){% endif %}';
const scope = {
  session: { duration: '32 мин', from: '14:05', to: '14:42', paused: 5 },
  today: { total: '2 ч 10 мин' },
  activity: { name: 'Чтение & <ещё>' },
  user: { first_name: 'Аня' },
};
const context = {
  language: 'ru',
  timeZone: 'Europe/Moscow',
  now: Temporal.Instant.from('2025-11-22T11:05:00Z'),
  today: Temporal.PlainDate.from('2025-11-22'),
};
const templates = createTemplates({});
row('\nrender', 'µs');
for (const [name, text] of Object.entries({ 'three lines': source, 'and a condition': source + condition })) {
  const compiled = templates.compile(text, 'html');
  if (!compiled.ok) throw new Error(compiled.fault.detail);
  const [time = Number.NaN] = measure([() => compiled.template.render(scope, context)], 20_000);
  row(name, time.toFixed(2));
}
