/** Writes the JSON Schema of configuration files to where editors look for it: `node scripts/config-schema.ts`. */
import { writeFile } from 'node:fs/promises';
import { documentJsonSchema } from '../src/builder/json-schema.ts';

const file = new URL('../config/schema.json', import.meta.url);
await writeFile(file, `${JSON.stringify(documentJsonSchema(), null, 2)}\n`);
