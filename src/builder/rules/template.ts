/** Texts with `{{ expressions }}`: compiled once with a configuration, rendered for each message. */
import { Context, type FilterImplOptions, type Liquid, LiquidError, type Template as Node } from 'liquidjs';
import { escapeHtml, escapeUrl, textOf } from './escape.ts';
import { quickRenderer } from './template-quick.ts';
import { createSampler, SAMPLE_TEXT } from './template-sample.ts';
import { createEngine, hasExpressions, rootsOf } from './template-engine.ts';
import { type TemplatePart, templateParts } from './template-parts.ts';
import type { Filter, Filters, Scope, TemplateContext, TemplateMode } from './template-values.ts';

export { SAMPLE_TEXT };
export type { Filters, Scope, TemplateContext, TemplateMode };

export interface Template {
  readonly source: string;
  /** Top-level names it needs in its scope. */
  readonly roots: readonly string[];
  /** Whether it renders the same text always. */
  readonly constant: boolean;
  /**
   * A missing value renders empty.
   * @throws TemplateError when a limit of time or memory is passed or a filter throws
   */
  render(scope: Scope, context: TemplateContext): string;
  /**
   * What it may look like, for checks (the source itself where it is constant): with every value there, as many times
   * as it takes for each condition to go each way, and once with no value. Values show as a short sample with a space
   * and an apostrophe in it, which end an attribute that is not in double quotes, so that such a place is found as
   * broken HTML; a list has two items.
   */
  samples(): readonly string[];
}

export interface TemplateFault {
  /** The engine's own words, English. */
  readonly detail: string;
  /** A filter or tag that is not there. */
  readonly unknown?: { readonly kind: 'filter' | 'tag'; readonly name: string };
  /** Within the text, from 1. */
  readonly line: number;
  readonly column: number;
}
export type CompiledTemplate =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly fault: TemplateFault };

export interface Templates {
  compile(source: string, mode: TemplateMode): CompiledTemplate;
  /** Every filter that a template may use. */
  readonly filterNames: readonly string[];
  readonly tagNames: readonly string[];
}

/** Rendering failed. The message names no value of a person's. */
export class TemplateError extends Error {
  readonly code = 'template.render';
  override readonly name = 'TemplateError';
}

/** Where our own context travels inside Liquid's. */
const REGISTER = 'minuta';

export function createTemplates(filters: Filters): Templates {
  const adapted = Object.fromEntries(Object.entries(filters).map(([name, filter]) => [name, adapt(filter)]));
  const modes = {
    html: { engine: createEngine({ output: escapeHtml, filters: adapted }), output: escapeHtml },
    plain: { engine: createEngine({ output: textOf, filters: adapted }), output: textOf },
    url: { engine: createEngine({ output: escapeUrl, filters: adapted }), output: escapeUrl },
  };
  const sampler = createSampler(Object.keys(filters));

  return {
    filterNames: Object.keys(modes.html.engine.filters),
    tagNames: Object.keys(modes.html.engine.tags),
    compile(source, mode) {
      if (!hasExpressions(source)) return { ok: true, template: constantTemplate(source) };
      const { engine, output } = modes[mode];
      try {
        const nodes = engine.parse(source);
        const parts = templateParts(nodes);
        const roots = parts === undefined ? rootsOf(engine, nodes) : rootsOfParts(parts);
        const template: Template = Object.freeze({
          source,
          roots: Object.freeze(roots),
          constant: false,
          render: renderer(engine, nodes, quickRenderer(nodes, filters, output)),
          samples: () => (parts === undefined ? sampler(source, mode) : samplesOfParts(parts)),
        });
        return { ok: true, template };
      } catch (error) {
        return { ok: false, fault: faultOf(error) };
      }
    },
  };
}

function constantTemplate(source: string): Template {
  return Object.freeze({ source, roots: [], constant: true, render: () => source, samples: () => [source] });
}

function rootsOfParts(parts: readonly TemplatePart[]): string[] {
  return [...new Set(parts.flatMap((part) => ('roots' in part ? part.roots : [])))];
}

/** With every value there, and with none. */
function samplesOfParts(parts: readonly TemplatePart[]): readonly string[] {
  return [SAMPLE_TEXT, ''].map((value) => parts.map((part) => ('text' in part ? part.text : value)).join(''));
}

function adapt(filter: Filter): FilterImplOptions {
  return function apply(value: unknown, ...args: unknown[]) {
    return filter(value, this.context.getRegister<TemplateContext>(REGISTER), ...args);
  };
}

function renderer(engine: Liquid, nodes: Node[], quick: ReturnType<typeof quickRenderer>): Template['render'] {
  return (scope, context) => {
    try {
      const text = quick?.(scope, context);
      if (text !== undefined) return text;
      const liquid = new Context(scope, engine.options, { sync: true }, { liquid: engine });
      liquid.setRegister(REGISTER, context);
      return textOf(engine.renderSync(nodes, liquid));
    } catch (error) {
      throw new TemplateError('A template could not be rendered', { cause: error });
    }
  };
}

function faultOf(error: unknown): TemplateFault {
  if (!(error instanceof Error)) throw error;
  const [line = 1, column = 1] = LiquidError.is(error) ? error.token.getPosition() : [];
  const detail = error.message.replace(/, line:\d+, col:\d+$/, '');
  const [, filter] = /^undefined filter: (\S+)$/.exec(detail) ?? [];
  if (filter !== undefined) return { detail, line, column, unknown: { kind: 'filter', name: filter } };
  // The end or the middle of a tag that was never opened is called «not found» too.
  const [, tag] = /^tag "(?!end|els|when")(\S+)" not found$/.exec(detail) ?? [];
  return { detail, line, column, ...(tag === undefined ? {} : { unknown: { kind: 'tag', name: tag } }) };
}
