import { hasErrors, type Checker } from '../builder/checker.ts';
import { checkDocument } from '../builder/document.ts';
import { publishedVersion, readPublished } from '../builder/published.ts';
import type { Problem } from '../builder/rules/problems.ts';
import type { ConfigDocument, Published } from '../builder/schema.ts';
import type { Queries } from '../platform/database/database.ts';
import { placeIn } from './rules/place.ts';
import { contentShape, type Content } from './schema.ts';

/** Nothing but a broadcast. */
const alone: ConfigDocument = {
  minuta: 1,
  ready_made_activities: [],
  handlers: [],
  callbacks: [],
  keyboards: {},
  buttons: {},
};

/** Content as somebody sent it: its shape must be right, all else may stand in a draft and is told beside it. */
export function readContent(
  sent: Readonly<Record<string, unknown>>,
): { readonly ok: true; readonly content: Content } | { readonly ok: false; readonly problems: readonly Problem[] } {
  const parsed = contentShape.safeParse(sent);
  if (parsed.success) return { ok: true, content: parsed.data };
  // Again as a part of a document, for words in both languages; fields that are none are told as a callback's.
  const { message, photo_url, layout, ...unknown } = sent;
  const placed = placeIn(alone, {});
  const [callback] = placed.document.callbacks;
  const checked = checkDocument({
    ...alone,
    callbacks: [{ ...callback, ...unknown, ...given({ message, photo_url }) }],
    keyboards: layout === undefined ? {} : { [placed.callback]: { layout } },
  });
  const problems = checked.ok ? [] : placed.ownProblems(checked.problems);
  return { ok: false, problems };
}

function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

export interface CheckedContent {
  /** By which it was checked. */
  readonly version: number;
  readonly problems: readonly Problem[];
}

/** Checks by what runs now, as the constructor would check a callback of its own. */
export async function checkContent(queries: Queries, check: Checker, content: Content): Promise<CheckedContent> {
  const published = await runningConfiguration(queries);
  const { document, ownProblems } = placeIn(published.document, content);
  return { version: published.version, problems: ownProblems(await check(document, queries)) };
}

export function isSound({ problems }: CheckedContent): boolean {
  return !hasErrors(problems);
}

async function runningConfiguration(queries: Queries): Promise<Published> {
  const published = await readPublished(queries, await publishedVersion(queries));
  if (!published) throw new Error('the configuration that runs is not there');
  return published;
}
