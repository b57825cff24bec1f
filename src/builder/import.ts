import type { Queries } from '../platform/database/database.ts';
import type { Actor } from './actor.ts';
import type { Editing } from './change-entry.ts';
import { hasErrors, type Checker } from './checker.ts';
import { readComments, type Comments } from './comments.ts';
import { parseDocument } from './document.ts';
import { putInPlace, type WriteResult } from './draft-document.ts';
import type { Guard } from './guard.ts';
import type { Problem } from './rules/problems.ts';
import type { ConfigDocument } from './schema.ts';

export type CheckedFile =
  | {
      readonly ok: true;
      readonly document: ConfigDocument;
      readonly comments: Comments;
      /** Warnings. */
      readonly problems: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A file, YAML or JSON, with everything that is wrong with it, each problem with its line and column. */
export async function checkFile(check: Checker, text: string, queries?: Queries): Promise<CheckedFile> {
  const parsed = parseDocument(text);
  if (!parsed.ok) return parsed;
  const problems = parsed.locate(await check(parsed.document, queries));
  if (hasErrors(problems)) return { ok: false, problems };
  return { ok: true, document: parsed.document, comments: readComments(text), problems };
}

/** Puts a file in the draft's place; where it has any error, nothing of it. */
export async function importFile(
  { queries, check }: Editing,
  by: Actor,
  { text, guard }: { readonly text: string; readonly guard?: Guard },
): Promise<WriteResult> {
  const checked = await checkFile(check, text, queries);
  if (!checked.ok) return checked;
  const { document, comments, problems } = checked;
  const change = { document, comments, deed: 'draft.import', ...(guard === undefined ? {} : { guard }) };
  return { ok: true, revision: await putInPlace(queries, by, change), problems };
}
