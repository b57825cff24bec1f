/** Writes the tables of the constructor's manual anew: `node scripts/constructor-docs.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './lib/constructor-tables.ts';

const file = new URL('../docs/constructor.md', import.meta.url);
writeFileSync(file, withTables(readFileSync(file, 'utf8')));
