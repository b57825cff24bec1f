/** Entries of the draft with what an editor keeps of them. */
import { z } from 'zod';
import { ENTRY_KINDS, type DraftEntry } from '../rules/draft.ts';

const entryView = z.strictObject({
  kind: z.enum(ENTRY_KINDS),
  id: z.string(),
  revision: z.int().meta({ description: 'The draft’s at the last change of this entry' }),
  content: z
    .record(z.string(), z.json())
    .meta({ description: 'As a document has it, but that a callback names its handler by `handler_id`' }),
});

export const draftEntries = z.strictObject({
  revision: z.int(),
  version: z.int().meta({ description: 'What runs' }),
  entries: z.array(entryView).meta({ description: 'Each kind in its order' }),
});

export function toEntryView({ kind, id, revision, content }: DraftEntry): z.infer<typeof entryView> {
  return { kind, id, revision, content: z.record(z.string(), z.json()).parse(content) };
}
