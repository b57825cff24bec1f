/** What is different between two configurations, as the API tells it. */
import { z } from 'zod';
import type { EntryDifference } from '../rules/diff.ts';

const value = z.json().nullable().meta({ description: 'Null where the field is not there' });

export const differenceView = z.strictObject({
  change: z.enum(['added', 'removed', 'changed', 'moved']),
  kind: z.enum(['handler', 'callback', 'keyboard', 'button', 'header']).meta({
    description: '`header`: what belongs to no entry, such as the ready-made activities',
  }),
  id: z.string(),
  name: z.string().meta({ description: 'A pattern, what a callback is called, the id of the others' }),
  moved: z.boolean().meta({ description: 'Whether it has another place among the others' }),
  fields: z.array(z.strictObject({ field: z.string(), before: value, after: value })),
});

export function toDifferenceView({ fields, ...difference }: EntryDifference): z.infer<typeof differenceView> {
  return {
    ...difference,
    fields: fields.map(({ field, before, after }) => ({ field, before: asJson(before), after: asJson(after) })),
  };
}

function asJson(content: unknown): z.infer<typeof value> {
  return content === undefined ? null : z.json().parse(content);
}
