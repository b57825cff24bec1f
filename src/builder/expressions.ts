import { z } from 'zod';
import { filters } from '../texts/filters.ts';
import { withForm } from './argument-form.ts';
import { createTemplates, type Template, type TemplateMode } from './rules/template.ts';

/** Texts, conditions and addresses among an action's arguments: compiled once, with the configuration they stand in. */
const templates = createTemplates(filters);

/** An argument that is a template; what is wrong with it is a problem of that argument. */
export function templateArgument(mode: TemplateMode, most: number) {
  const argument = z
    .string()
    .min(1)
    .max(most)
    .transform((source, context) => compiled(source, mode, context));
  return withForm(argument, mode === 'html' ? 'html' : 'template');
}

/** An argument that is a condition as in `{% if … %}`, without the braces. */
export const conditionArgument = withForm(
  z
    .string()
    .trim()
    .min(1)
    .max(1_000)
    .transform((source, context) => {
      if (/\{\{|\{%|%\}|\}\}/.test(source)) {
        context.addIssue('a condition is written without braces');
        return z.NEVER;
      }
      // Liquid takes what stands on neither side of an operator for nothing, and says so to nobody.
      if (/(^|\b(and|or))\s*([<>=!]|contains\b)|([<>=!]|\b(and|or|not|contains))\s*$/.test(source)) {
        context.addIssue('a condition lacks a side');
        return z.NEVER;
      }
      return compiled(`{% if ${source} %}1{% endif %}`, 'plain', context);
    }),
  'condition',
);

/** Names of secrets in a template's source: `{{ secret.crm_key }}`. */
export function secretNames({ source }: Template): readonly string[] {
  return [...new Set([...source.matchAll(/\bsecret\s*\.\s*([a-z][a-z0-9_]*)/g)].map(([, name = '']) => name))];
}

function compiled(source: string, mode: TemplateMode, context: z.core.$RefinementCtx): Template {
  const result = templates.compile(source, mode);
  if (result.ok) return result.template;
  context.addIssue(result.fault.detail);
  return z.NEVER;
}
