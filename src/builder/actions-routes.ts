/** What a configuration can be made of, for whoever makes an editor for it. */
import { z } from 'zod';
import type { ApiPlugin } from '../platform/http/api.ts';
import type { FilterWords } from '../texts/filter-words.ts';
import type { ValueWords } from '../texts/value-words.ts';
import type { Action } from './actions-catalogue.ts';
import { describeActions } from './describe-actions.ts';

export interface ActionsRoutesDeps {
  readonly actions: readonly Action[];
  readonly values: readonly ValueWords[];
  readonly lists: readonly Omit<ValueWords, 'type'>[];
  readonly filters: readonly FilterWords[];
}

const words = z.strictObject({ ru: z.string(), en: z.string() });
const about = { tags: ['Configuration'] };

const actionView = z.strictObject({
  name: z.string(),
  title: words,
  summary: words,
  example: z.union([z.string(), z.record(z.string(), z.json())]),
  takes_words: z.boolean().meta({ description: 'Whether the arguments can stand behind the name in words' }),
  arguments: z.record(z.string(), z.json()).meta({
    description:
      'JSON Schema of the fields beside `action`; `x-ru` has the Russian titles, `x-form` what a form may offer',
  }),
  failures: z.array(z.strictObject({ code: z.string(), message: words })),
});

const named = z.strictObject({ name: z.string(), ...words.shape });

export function actionsRoutes({ actions, values, lists, filters }: ActionsRoutesDeps): ApiPlugin {
  const described = z.array(actionView).parse(describeActions(actions));
  return (api) => {
    api.get(
      '/actions',
      {
        config: { needs: 'config:read' },
        schema: {
          ...about,
          summary: 'Everything that a message or a button can do',
          response: { 200: z.strictObject({ items: z.array(actionView) }) },
        },
      },
      async () => ({ items: described }),
    );
    api.get(
      '/values',
      {
        config: { needs: 'config:read' },
        schema: {
          ...about,
          summary: 'The values, lists and filters that texts and buttons may use',
          response: {
            200: z.strictObject({
              values: z.array(named.extend({ type: z.string() })),
              lists: z.array(named),
              filters: z.array(named.extend({ example: z.string(), gives: z.string() })),
            }),
          },
        },
      },
      async () => ({ values: [...values], lists: [...lists], filters: [...filters] }),
    );
  };
}
