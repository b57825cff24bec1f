/** A small catalogue of actions and short ways to write documents, for the tests of the compiler. */
import { checkDocument } from '../../document.ts';
import { type ActionCatalogue, compile, type CompileOptions, type Snapshot, type Step } from '../compile.ts';
import { formatPath, type Problem } from '../problems.ts';
import type { TemplateContext } from '../template-values.ts';

export interface TestStep extends Step {
  readonly words: string;
  readonly to: readonly string[];
}

export const actions: ActionCatalogue<TestStep> = {
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
export const contextIn = (language: string): TemplateContext => ({
  language,
  timeZone: 'UTC',
  today: Temporal.PlainDate.from('2025-11-22'),
  now: Temporal.Instant.from('2025-11-22T11:05:00Z'),
});
export const bot = { botUsername: 'minuta_bot' };

export function compiled(parts: object, more: Partial<CompileOptions<TestStep>> = {}) {
  const checked = checkDocument({ minuta: 1, ...parts });
  if (!checked.ok)
    throw new Error(checked.problems.map(({ path, message }) => `${formatPath(path)}: ${message.en}`).join());
  return compile(checked.document, 7, { ...options, ...more });
}

export function snapshotOf(parts: object): Snapshot<TestStep> {
  const result = compiled(parts);
  if (!result.ok) throw new Error(said(result.problems).join('\n'));
  return result.snapshot;
}

/** What is said of the whole, and of every document as small as those of the tests. */
const ofTheWhole: ReadonlySet<string> = new Set(['no_start', 'no_fallback']);

/** «code place», of errors and warnings. */
export function problemsOf(parts: object, more: Partial<CompileOptions<TestStep>> = {}): string[] {
  return said(foundIn(parts, more).filter(({ code }) => !ofTheWhole.has(code)));
}

function foundIn(parts: object, more: Partial<CompileOptions<TestStep>> = {}): readonly Problem[] {
  const result = compiled(parts, more);
  return result.ok ? result.warnings : result.problems;
}

function said(problems: readonly Problem[]): string[] {
  return problems.map(({ code, path }) => `${code} ${formatPath(path)}`);
}

export const handler = (pattern: string, more: object = {}) => ({ pattern, action: 'send', ...more });
/** A handler that leads to callbacks, which are then no longer out of reach. */
export const leading = (...names: string[]) => handler('go', { action: names.map((name) => `goto ${name}`) });
export const callback = (data: string, more: object = {}) => ({ callback_data: data, action: 'edit', ...more });
export const inline = (...buttons: unknown[]) => ({ layout: [buttons] });
export const reply = (...buttons: unknown[]) => ({ kind: 'reply', layout: [buttons] });
