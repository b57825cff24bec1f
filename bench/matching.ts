/**
 * What a message costs with ten handlers and with ten thousand: `node bench/matching.ts`.
 * Prints microseconds for one text and the ratio, by kind of pattern, and what compiling and rendering take.
 */
import { compileMatcher, type Matcher } from '../src/builder/rules/match.ts';
import { parsePattern } from '../src/builder/rules/pattern.ts';
import { createTemplates } from '../src/builder/rules/template.ts';

const FEW = 10;
const MANY = 10_000;
const ROUNDS = 9;

const kinds: Readonly<Record<string, { pattern: (index: number) => string; text: (index: number) => string }>> = {
  'deep link': { pattern: (index) => `/start=link_${index}`, text: (index) => `/start link_${index}` },
  command: { pattern: (index) => `/command${index}`, text: (index) => `/command${index} with words` },
  exact: { pattern: (index) => `Начать дело ${index}`, text: (index) => `начать дело ${index}` },
  prefix: { pattern: (index) => `запиши ${index} *`, text: (index) => `Запиши ${index} и ещё немного` },
  contains: { pattern: (index) => `*сколько ${index} *`, text: (index) => `ну и сколько ${index} это будет` },
  regex: { pattern: (index) => `re:^заказ ${index} (\\d+)$`, text: (index) => `заказ ${index} 42` },
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
  const texts = Array.from({ length: FEW }, (_, index) => text(index));
  const ask = (matcher: Matcher<number>) => () => {
    for (const each of texts) matcher.match(each, { botUsername: 'minuta_bot' });
  };
  const [a = Number.NaN, b = Number.NaN] = measure([ask(few), ask(many)], 500).map((time) => time / texts.length);
  row(kind, a.toFixed(2), b.toFixed(2), (b / a).toFixed(2), built.toFixed(0));
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
