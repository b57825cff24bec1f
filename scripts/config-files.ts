/**
 * Writes what lies in `config/` as the tests expect it, after its source was changed: `node scripts/config-files.ts`.
 * The shipped configuration gets the form in which it would be exported, and editors get the JSON Schema of such files.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { readComments } from '../src/builder/comments.ts';
import { formatDocument, parseDocument } from '../src/builder/document.ts';
import { documentJsonSchema } from '../src/builder/json-schema.ts';

const folder = new URL('../config/', import.meta.url);
await writeFile(new URL('schema.json', folder), `${JSON.stringify(documentJsonSchema(), null, 2)}\n`);

const shipped = new URL('default.yaml', folder);
const source = await readFile(shipped, 'utf8');
const parsed = parseDocument(source);
if (!parsed.ok) throw new Error(parsed.problems.map(({ line, message }) => `${line}: ${message.en}`).join('\n'));
await writeFile(shipped, formatDocument(parsed.document, readComments(source)));
