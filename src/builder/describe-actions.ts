import { z } from 'zod';
import type { Action } from './actions-catalogue.ts';
import type { Localized } from './rules/problem-texts.ts';

/** An action as an editor needs it to draw a form: what it does, its arguments, what may go wrong. */
export interface ActionDescription {
  readonly name: string;
  /** A few words by which people know it. */
  readonly title: Localized;
  readonly summary: Localized;
  readonly example: string | Readonly<Record<string, unknown>>;
  /** Whether its arguments can stand behind its name in words. */
  readonly takes_words: boolean;
  /** JSON Schema of the fields beside `action`; titles are English, `x-ru` has the Russian ones; see `ArgumentForm`. */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly failures: readonly { readonly code: string; readonly message: Localized }[];
}

const onFailure = {
  type: 'string',
  'x-form': 'target',
  title: 'On failure',
  description: 'The screen that takes over where this fails; what follows in the entry is then left out',
  'x-ru': {
    title: 'При неудаче',
    description: 'Экран, который продолжит, если не вышло; остальные шаги здесь тогда пропускаются',
  },
};

/** In the order of the registry. */
export function describeActions(actions: readonly Action[]): readonly ActionDescription[] {
  return actions.map(({ name, title, summary, example, takesWords, argsSchema, failures }) => ({
    name,
    title,
    summary,
    example,
    takes_words: takesWords,
    arguments: withCatch(z.toJSONSchema(argsSchema, { io: 'input', unrepresentable: 'any' })),
    failures: Object.entries(failures).map(([code, message]) => ({ code, message })),
  }));
}

function withCatch(schema: z.core.JSONSchema.JSONSchema): Record<string, unknown> {
  const { $schema: _, ...rest } = schema;
  return { ...rest, properties: { ...schema.properties, on_failure: onFailure } };
}
