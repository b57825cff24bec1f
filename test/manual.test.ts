import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withTables } from '../scripts/lib/constructor-tables.ts';

it('O7 the constructor’s manual says what the program does: node scripts/constructor-docs.ts', () => {
  const manual = readFileSync(new URL('../docs/constructor.md', import.meta.url), 'utf8');
  expect(manual).toBe(withTables(manual));
});
