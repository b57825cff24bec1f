import { z } from 'zod';
import { documentSchema } from './schema.ts';

/** A configuration document's shape as JSON Schema (2020-12), by which editors complete and check the file. */
export function documentJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...shape } = z.toJSONSchema(documentSchema, { io: 'input' });
  return {
    $schema,
    title: 'Minuta configuration',
    description: 'What a Minuta bot says and does.',
    ...shape,
  };
}
