import type { Checker } from './checker.ts';
import { checkDocument } from './document.ts';
import type { EntryContent, EntryKind } from './rules/draft.ts';
import type { Problem, ProblemCode } from './rules/problems.ts';

/** The sections of a document by what is in them. */
const sections = { handler: 'handlers', callback: 'callbacks', keyboard: 'keyboards', button: 'buttons' } as const;

/** What is wrong with an entry wherever it stands; the rest depends on the others and is found by the check of all. */
export const ownCodes: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'unknown_action',
  'action_invalid',
  'action_argument',
  'action_json',
  'too_many_steps',
]);

/**
 * An entry by itself, as it is kept: its shape must be right, and its actions must be known and fit. Texts that
 * cannot be shown and names that lead nowhere may stand in a draft; the check names them.
 */
export async function checkEntry(
  check: Checker,
  kind: EntryKind,
  id: string,
  content: EntryContent,
): Promise<{ ok: true; content: EntryContent } | { ok: false; problems: readonly Problem[] }> {
  const { handler_id: owner, ...rest } = content;
  const isListed = kind === 'handler' || kind === 'callback';
  const checked = checkDocument({ minuta: 1, [sections[kind]]: isListed ? [rest] : { [id]: rest } });
  if (!checked.ok) return { ok: false, problems: checked.problems.map(withinEntry) };
  const { document } = checked;
  if (isListed) {
    const own = (await check(document)).filter(({ code }) => ownCodes.has(code));
    if (own.length > 0) return { ok: false, problems: own.map(withinEntry) };
  }
  const section: readonly EntryContent[] = Object.values(document[sections[kind]]);
  const [kept = {}] = section;
  return { ok: true, content: owner === undefined ? kept : { ...kept, handler_id: owner } };
}

/** The place within the entry instead of the document made for it. */
function withinEntry(problem: Problem): Problem {
  return { ...problem, path: problem.path.slice(2) };
}
