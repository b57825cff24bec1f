/**
 * A short way for the two things most templates consist of: fixed text and `{{ a.b | filter }}`.
 * Liquid runs every step as a generator, some 3 µs for one value; this takes a tenth of that.
 * Whatever has more to it (operators, arguments that are values, Liquid's own filters) is left to Liquid.
 */
import { Output, type Template as Node, TypeGuards } from 'liquidjs';
import type { Filters, Scope, TemplateContext } from './template-values.ts';

export type Piece = (scope: Scope, context: TemplateContext) => string;

/** These mean more than a property to Liquid. */
const COMPUTED: ReadonlySet<string> = new Set(['size', 'first', 'last']);

export function quickPiece(node: Node, filters: Filters, output: (value: unknown) => string): Piece | undefined {
  if (TypeGuards.isHTMLToken(node.token)) {
    const text = node.token.getContent();
    return () => text;
  }
  if (!(node instanceof Output)) return undefined;
  const path = simplePath(node);
  // The last of the filters is the output's own, put there by the engine.
  const steps = node.value.filters.slice(0, -1).map((filter) => simpleFilter(filter.name, filter.args, filters));
  if (path === undefined || !steps.every((step) => step !== undefined)) return undefined;
  return (scope, context) => {
    let value = read(scope, path);
    for (const step of steps) value = step(value, context);
    return output(value);
  };
}

/** `a.b.c` as its names, if that is all there is. */
function simplePath(node: Output): readonly string[] | undefined {
  const [token, ...more] = node.value.initial.postfix;
  if (more.length > 0 || !TypeGuards.isPropertyAccessToken(token) || token.variable !== undefined) return undefined;
  const names = token.props.map((prop) => (TypeGuards.isWordToken(prop) ? prop.content : undefined));
  return names.every((name) => name !== undefined && !COMPUTED.has(name)) ? names.map(String) : undefined;
}

type Step = (value: unknown, context: TemplateContext) => unknown;

function simpleFilter(name: string, args: readonly unknown[], filters: Filters): Step | undefined {
  const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
  if (filter === undefined) return undefined;
  const values: unknown[] = [];
  for (const arg of args) {
    if (!TypeGuards.isQuotedToken(arg) && !TypeGuards.isNumberToken(arg)) return undefined;
    values.push(arg.content);
  }
  return (value, context) => filter(value, context, ...values);
}

/** As Liquid reads: own properties only, nothing of nothing is nothing, a function is called for its value. */
function read(scope: Scope, path: readonly string[]): unknown {
  let value: unknown = scope;
  for (const name of path) {
    if (value === null || value === undefined) return value;
    const owner: object = Object(value);
    if (!Object.hasOwn(owner, name)) return undefined;
    value = Reflect.get(owner, name);
    if (typeof value === 'function') value = Reflect.apply(value, owner, []);
  }
  return value;
}
