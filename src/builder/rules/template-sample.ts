/** Renders a template without anybody's data, to see what it may look like: see `Template.samples`. */
import { CaseTag, Context, type Emitter, IfTag, type Template as Node, UnlessTag } from 'liquidjs';
import { escapeHtml, escapeUrl, textOf } from './escape.ts';
import { createEngine } from './template-engine.ts';
import type { TemplateMode } from './template-values.ts';

/** Stands for any value. Escaped and unescaped it is the same, and no attribute without double quotes holds it. */
export const SAMPLE_TEXT = "x 'y";
/** Branches of one condition that are looked at; what has more shows the first ones. */
const MAX_BRANCHES = 16;

export type Sampler = (source: string, mode: TemplateMode) => readonly string[];

/** How one rendering goes: every condition takes the branch of this number, or its last one with no value there. */
interface Pass {
  readonly branch: number | 'none';
  /** The most branches that a condition turned out to have. */
  most: number;
}

const REGISTER = 'pass';
const isSample = Symbol('sample');

export function createSampler(filterNames: readonly string[]): Sampler {
  const filters = Object.fromEntries(filterNames.map((name) => [name, sampleFilter]));
  const engineOf = (output: (value: unknown) => string) => {
    const engine = createEngine({
      output: (value) => (isSampleValue(value) ? SAMPLE_TEXT : output(value)),
      filters,
      replaceBuiltIn: sampleFilter,
    });
    engine.registerTag('if', SampleIf);
    engine.registerTag('unless', SampleUnless);
    engine.registerTag('case', SampleCase);
    return engine;
  };
  const engines = { html: engineOf(escapeHtml), plain: engineOf(textOf), url: engineOf(escapeUrl) };
  const everything = sampleValue();

  return (source, mode) => {
    const engine = engines[mode];
    const nodes = engine.parse(source);
    const render = (pass: Pass) => {
      const scope = pass.branch === 'none' ? {} : everything;
      const context = new Context(scope, engine.options, { sync: true }, { liquid: engine });
      context.setRegister(REGISTER, pass);
      return textOf(engine.renderSync(nodes, context));
    };
    const samples: string[] = [];
    let most = 1;
    for (let branch = 0; branch < Math.min(most, MAX_BRANCHES); branch++) {
      const pass: Pass = { branch, most };
      samples.push(render(pass));
      most = pass.most;
    }
    samples.push(render({ branch: 'none', most }));
    return samples;
  };
}

class SampleIf extends IfTag {
  override *render(context: Context, emitter: Emitter): Generator<unknown, void> {
    const branches = this.branches.map(({ templates }) => templates);
    yield renderBranch(this, [...branches, this.elseTemplates ?? []], context, emitter);
  }
}

class SampleCase extends CaseTag {
  override *render(context: Context, emitter: Emitter): Generator<unknown, void> {
    const branches = this.branches.map(({ templates }) => templates);
    yield renderBranch(this, [...branches, this.elseTemplates], context, emitter);
  }
}

class SampleUnless extends UnlessTag {
  override *render(context: Context, emitter: Emitter): Generator<unknown, void> {
    const branches = this.branches.map(({ templates }) => templates);
    // Its own branch is the one without a value.
    yield renderBranch(this, [this.elseTemplates, ...branches.toReversed()], context, emitter);
  }
}

function renderBranch(tag: IfTag | CaseTag | UnlessTag, branches: Node[][], context: Context, emitter: Emitter) {
  const pass = passOf(context);
  pass.most = Math.max(pass.most, branches.length);
  const index = pass.branch === 'none' ? branches.length - 1 : pass.branch % branches.length;
  return tag.liquid.renderer.renderTemplates(branches[index] ?? [], context, emitter);
}

function passOf(context: Context): Pass {
  return context.getRegister<Pass>(REGISTER);
}

/** Filters are not asked: they may refuse a value that is not what they expect. */
function sampleFilter(this: { context: Context }): string {
  return passOf(this.context).branch === 'none' ? '' : SAMPLE_TEXT;
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
