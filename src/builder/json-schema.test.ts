import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { documentJsonSchema } from './json-schema.ts';

test('C12 the schema that editors read is the one that documents are checked by', () => {
  const kept: unknown = JSON.parse(readFileSync(new URL('../../config/schema.json', import.meta.url), 'utf8'));
  // `node scripts/config-files.ts` writes it anew.
  expect(kept).toEqual(documentJsonSchema());
});
