import type { Queries } from '../platform/database/database.ts';
import { LANGUAGES } from '../texts/language.ts';
import { catalogueOf, type Action } from './actions-catalogue.ts';
import { compileInSlices } from './compile-in-slices.ts';
import type { Problem } from './rules/problems.ts';
import type { References } from './rules/rename.ts';
import { createTemplates, type Filters } from './rules/template.ts';
import type { ConfigDocument } from './schema.ts';
import { keepSoundMessages } from './sound-messages.ts';

/**
 * Everything that is wrong with a document whose shape is right: errors, and warnings among them.
 *
 * @param queries where the photos are that it may name; without them photos are not looked up. Never other ones than the
 * transaction's within a transaction: the embedded database would wait for itself.
 */
export type Checker = (document: ConfigDocument, queries?: Queries) => Promise<readonly Problem[]>;

export interface CheckerOptions {
  readonly actions: readonly Action[];
  readonly filters: Filters;
  /** What templates may name; left out, names are not checked. */
  readonly values?: readonly string[];
  /** What keyboards can make buttons from; left out, lists are not checked. */
  readonly lists?: readonly string[];
  /** The ids of the photos that were uploaded; left out, they are not checked. */
  readonly uploads?: (queries: Queries) => Promise<ReadonlySet<string>>;
}

/** Checks by what this program's configurations can do. */
export function createChecker({ actions, uploads, ...rest }: CheckerOptions): Checker {
  const options = {
    ...rest,
    actions: catalogueOf(actions),
    languages: LANGUAGES,
    // Once for all: thousands of entries are checked one by one.
    templates: createTemplates(rest.filters),
    sound: keepSoundMessages(),
  };
  return async (document, queries) => {
    const photos = uploads === undefined || queries === undefined ? {} : { uploads: await uploads(queries) };
    const compiled = await compileInSlices(document, 1, { ...options, ...photos });
    return compiled.ok ? compiled.warnings : compiled.problems;
  };
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

/** What the steps of this program's actions name. */
export function createReferences(actions: readonly Action[]): References {
  const catalogue = catalogueOf(actions);
  return (source) => {
    const parsed = catalogue.parse(typeof source === 'string' ? source.trim() : source);
    return parsed.ok ? [...parsed.step.targets, ...parsed.step.keyboards] : [];
  };
}
