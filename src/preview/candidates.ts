import { catalogueOf, type Action, type BoundStep } from '../builder/actions-catalogue.ts';
import { compileInSlices } from '../builder/compile-in-slices.ts';
import { documentOf } from '../builder/draft-document.ts';
import type { CallbackIds } from '../builder/engine.ts';
import { readPublished } from '../builder/published.ts';
import type { Snapshot } from '../builder/rules/compile.ts';
import type { EntryIds } from '../builder/rules/draft.ts';
import type { Problem } from '../builder/rules/problems.ts';
import type { Filters } from '../builder/rules/template-values.ts';
import type { ConfigDocument } from '../builder/schema.ts';
import { keepSoundMessages } from '../builder/sound-messages.ts';
import { readDraft, readDraftState } from '../builder/store/draft.ts';
import type { Queries } from '../platform/database/database.ts';
import { LANGUAGES } from '../texts/language.ts';

/** A configuration that can be tried, whatever is wrong with it. */
export interface Candidate {
  /** Null for the draft. */
  readonly version: number | null;
  /** The draft's; null for a version. */
  readonly revision: number | null;
  readonly document: ConfigDocument;
  readonly snapshot: Snapshot<BoundStep>;
  readonly ids: EntryIds;
  /** What buttons know callbacks by. */
  readonly callbacks: CallbackIds;
  /** How many errors the check finds. */
  readonly errors: number;
}

export type FoundCandidate =
  | { readonly ok: true; readonly candidate: Candidate }
  | { readonly ok: false; readonly reason: 'no_version' }
  /** The draft has not the form that this program knows. */
  | { readonly ok: false; readonly reason: 'shape'; readonly problems: readonly Problem[]; readonly ids: EntryIds };

/** Finds a published version, or the draft where none is named. */
export type FindCandidate = (version: number | null) => Promise<FoundCandidate>;

/** Kept so that a tap costs no compiling: the draft, what it was a moment ago, what runs. */
const mostKept = 4;

export interface CandidateOptions {
  readonly queries: Queries;
  readonly actions: readonly Action[];
  readonly filters: Filters;
}

export function createCandidates({ queries, actions, filters }: CandidateOptions): FindCandidate {
  const options = { actions: catalogueOf(actions), filters, languages: LANGUAGES, sound: keepSoundMessages() };
  const kept = new Map<string, Candidate>();

  async function compile(
    key: string,
    { document, number, ...rest }: Omit<Candidate, 'snapshot' | 'callbacks' | 'errors'> & { readonly number: number },
  ): Promise<FoundCandidate> {
    const compiled = await compileInSlices(document, number, options);
    const errors = compiled.ok ? 0 : compiled.problems.filter(({ severity }) => severity === 'error').length;
    const callbacks = knowCallbacks(document, rest.ids);
    const candidate = { ...rest, document, snapshot: compiled.snapshot, callbacks, errors };
    kept.set(key, candidate);
    for (const oldest of kept.keys()) if (kept.size > mostKept) kept.delete(oldest);
    return { ok: true, candidate };
  }

  async function findVersion(version: number): Promise<FoundCandidate> {
    const published = await readPublished(queries, version);
    if (published === null) return { ok: false, reason: 'no_version' };
    const { document, handler_ids: handlerIds, callback_ids: callbackIds } = published;
    const ids = { handlerIds, callbackIds };
    return compile(`version ${version}`, { version, revision: null, document, ids, number: version });
  }

  async function findDraft(): Promise<FoundCandidate> {
    const draft = await readDraft(queries);
    if (draft === null) throw new Error('there is no draft yet');
    const { document, problems, revision, version, handlerIds, callbackIds } = documentOf(draft);
    const ids = { handlerIds, callbackIds };
    if (document === null) return { ok: false, reason: 'shape', problems, ids };
    // The number it would be published under: it travels in every button.
    return compile(`draft ${revision}`, { version: null, revision, document, ids, number: version + 1 });
  }

  return async (version) => {
    const state = version === null ? await readDraftState(queries) : null;
    const known = kept.get(version === null ? `draft ${state?.revision ?? 0}` : `version ${version}`);
    if (known) return { ok: true, candidate: known };
    return version === null ? findDraft() : findVersion(version);
  };
}

function knowCallbacks({ callbacks }: ConfigDocument, ids: EntryIds): CallbackIds {
  const pairs = callbacks.map(({ callback_data: data }, place) => [data.trim(), ids.callbackIds[place] ?? ''] as const);
  const [byData, byId] = [new Map(pairs), new Map(pairs.map(([data, id]) => [id, data]))];
  return { callbackId: (data) => byData.get(data), callbackOf: (id) => byId.get(id) };
}
