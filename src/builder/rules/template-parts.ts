/**
 * Templates that are only text and values, which most are: what they need and may look like is read off their parts.
 * Asking Liquid takes a hundred times as long, and a configuration has ten thousand of them.
 */
import { Output, type Template as Node, TypeGuards } from 'liquidjs';

export type TemplatePart = { readonly text: string } | { readonly roots: readonly string[] };

/** `undefined` where there is more to a template, such as a condition or a literal. */
export function templateParts(nodes: readonly Node[]): readonly TemplatePart[] | undefined {
  const parts: TemplatePart[] = [];
  for (const node of nodes) {
    if (TypeGuards.isHTMLToken(node.token)) parts.push({ text: node.token.getContent() });
    else if (node instanceof Output) {
      const roots = rootsOfOutput(node);
      if (roots === undefined) return undefined;
      parts.push({ roots });
    } else return undefined;
  }
  return parts;
}

function rootsOfOutput({ value }: Output): readonly string[] | undefined {
  const [first, ...more] = value.initial.postfix;
  const root = rootOf(first);
  if (root === undefined || more.length > 0) return undefined;
  const roots = [root];
  for (const argument of value.filters.flatMap(({ args }) => args)) {
    if (TypeGuards.isQuotedToken(argument) || TypeGuards.isNumberToken(argument)) continue;
    const given = rootOf(argument);
    if (given === undefined) return undefined;
    roots.push(given);
  }
  return roots;
}

/** The `a` of `a.b.c`. */
function rootOf(token: unknown): string | undefined {
  if (!TypeGuards.isPropertyAccessToken(token) || token.variable !== undefined) return undefined;
  const [first, ...rest] = token.props;
  const isPlain =
    first !== undefined && TypeGuards.isWordToken(first) && rest.every((prop) => TypeGuards.isWordToken(prop));
  return isPlain ? first.content : undefined;
}
