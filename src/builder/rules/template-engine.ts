/** Liquid, cut down to what a message needs: no files, no unescaped output, bounded time and memory. */
import { type FilterImplOptions, Liquid, type Template as Node } from 'liquidjs';
import { MAX_SOURCE_CHARS } from './limits.ts';

/** Milliseconds one rendering may take: far beyond what a busy machine's pauses add to an honest one. */
const RENDER_MS = 1000;
/** Items and characters that filters and loops may make in one rendering. */
const RENDER_UNITS = 100_000;

// `capture` is left out because what it holds would be escaped twice, `raw`, `cycle`, `liquid` and partials
// because each is a way of writing that the checks would have to know about and nobody has asked for.
const TAGS: ReadonlySet<string> = new Set(
  ['#', 'assign', 'break', 'case', 'comment', 'continue', 'echo', 'for', 'if', 'unless'], // prettier-ignore
);

/** Liquid's own filters that make text from text, numbers and lists; none of them looks at a clock or at chance. */
const FILTERS: ReadonlySet<string> = new Set(
  (
    'abs append at_least at_most capitalize ceil compact concat default divided_by downcase first floor join last ' +
    'lstrip map minus modulo plus prepend remove remove_first replace replace_first reverse round rstrip size slice ' +
    'sort split squish strip strip_newlines sum times truncate truncatewords uniq upcase url_encode where'
  ).split(' '),
);

export interface EngineOptions {
  /** How a value becomes output; runs after every filter and cannot be left out by a template. */
  readonly output: (value: unknown) => string;
  readonly filters: Readonly<Record<string, FilterImplOptions>>;
  /** Filters of Liquid's own to replace, too. */
  readonly replaceBuiltIn?: FilterImplOptions;
}

export function createEngine({ output, filters, replaceBuiltIn }: EngineOptions): Liquid {
  const liquid = new Liquid({
    outputEscape: output,
    ownPropertyOnly: true,
    strictFilters: true,
    parseLimit: MAX_SOURCE_CHARS,
    renderLimit: RENDER_MS,
    memoryLimit: RENDER_UNITS,
    // Nothing reads files as the tags that would are gone; an empty mapping makes sure.
    templates: {},
  });
  for (const name of Object.keys(liquid.tags)) {
    if (!TAGS.has(name)) Reflect.deleteProperty(liquid.tags, name);
  }
  for (const name of Object.keys(liquid.filters)) {
    if (!FILTERS.has(name)) liquid.unregisterFilter(name);
    else if (replaceBuiltIn !== undefined) liquid.registerFilter(name, replaceBuiltIn);
  }
  for (const [name, filter] of Object.entries(filters)) liquid.registerFilter(name, filter);
  return liquid;
}

/** Whether a source has anything to evaluate. */
export function hasExpressions(source: string): boolean {
  return source.includes('{{') || source.includes('{%');
}

/** Names of the values a template takes from its scope, without those it makes itself. */
export function rootsOf(liquid: Liquid, nodes: Node[]): string[] {
  return Object.keys(liquid.analyzeSync(nodes, { partials: false }).globals);
}
