import type { Queries } from '../platform/database/database.ts';
import { formatDocument } from './document.ts';
import { keptComments, readDraftDocument } from './draft-document.ts';
import type { Comments } from './comments.ts';
import { publishedSchema, type ConfigDocument } from './schema.ts';
import { readContent } from './store/versions.ts';

export interface Exported {
  readonly document: ConfigDocument;
  readonly comments: Comments;
}

/** The draft, or a published version; null where there is no such version. @throws where its form is unknown here. */
export async function readForExport(queries: Queries, from: 'draft' | number): Promise<Exported | null> {
  if (from === 'draft') {
    const { document, comments } = await readDraftDocument(queries);
    if (document === null) throw new Error('the draft has a form that this program does not know');
    return { document, comments };
  }
  const row = await readContent(queries, from);
  if (row === null) return null;
  return { document: publishedSchema.parse(row.content).document, comments: keptComments(row.comments) };
}

/** As a file: YAML, with the comments of the file it came from. */
export function toYaml({ document, comments }: Exported): string {
  return formatDocument(document, comments);
}
