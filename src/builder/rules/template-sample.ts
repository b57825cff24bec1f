/** Renders a template without anybody's data, to see what it may look like: see `Template.samples`. */
import { Context, type Operators } from 'liquidjs';
import { escapeHtml, textOf } from './escape.ts';
import { createEngine } from './template-engine.ts';
import type { TemplateMode } from './template-values.ts';

/** Stands for any value. Escaped and unescaped it is the same, and no attribute without double quotes holds it. */
export const SAMPLE_TEXT = "x 'y";

const isSample = Symbol('sample');
const REGISTER = 'all';

/** Every condition is true, or none is. */
const OPERATORS: Operators = {
  ...Object.fromEntries(['==', '!=', '>', '<', '>=', '<=', 'contains', 'and', 'or'].map((name) => [name, either])),
  not: (_operand: unknown, context: Context) => context.getRegister<boolean>(REGISTER),
};

function either(_left: unknown, _right: unknown, context: Context): boolean {
  return context.getRegister<boolean>(REGISTER);
}

/** Filters are not asked: they may refuse a value that is not what they expect. */
function sampleFilter(this: { context: Context }): string {
  return this.context.getRegister<boolean>(REGISTER) ? SAMPLE_TEXT : '';
}

export type Sampler = (source: string, mode: TemplateMode) => readonly string[];

export function createSampler(filterNames: readonly string[]): Sampler {
  const filters = Object.fromEntries(filterNames.map((name) => [name, sampleFilter]));
  const engineOf = (output: (value: unknown) => string) =>
    createEngine({
      output: (value) => (isSampleValue(value) ? SAMPLE_TEXT : output(value)),
      filters,
      replaceBuiltIn: sampleFilter,
      operators: OPERATORS,
    });
  const engines = { html: engineOf(escapeHtml), plain: engineOf(textOf) };
  const everything = sampleValue();

  return (source, mode) => {
    const engine = engines[mode];
    const nodes = engine.parse(source);
    return [true, false].map((all) => {
      const context = new Context(all ? everything : {}, engine.options, { sync: true }, { liquid: engine });
      context.setRegister(REGISTER, all);
      return textOf(engine.renderSync(nodes, context));
    });
  };
}

function isSampleValue(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Reflect.get(value, isSample) === true;
}

/** Has every property, each a sample again, and is a list of two samples. */
function sampleValue(): object {
  const get = (_target: object, key: string | symbol): unknown => {
    if (key === isSample) return true;
    if (key === Symbol.iterator) return () => [sampleValue(), sampleValue()].values();
    if (key === Symbol.toPrimitive) return () => SAMPLE_TEXT;
    // What Liquid looks for in values that know it; and a promise has `then`.
    if (typeof key === 'symbol' || key === 'toLiquid' || key === 'then' || key === 'valueOf') return undefined;
    return sampleValue();
  };
  return new Proxy(
    {},
    {
      has: () => true,
      get,
      getOwnPropertyDescriptor: (target, key) => ({ configurable: true, enumerable: true, value: get(target, key) }),
    },
  );
}
