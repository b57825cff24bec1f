import type { Filters } from './rules/template-values.ts';
import { LANGUAGES } from '../texts/language.ts';
import { catalogueOf, type Action } from './actions-catalogue.ts';
import { compile } from './rules/compile.ts';
import type { Problem } from './rules/problems.ts';
import type { References } from './rules/rename.ts';
import type { ConfigDocument } from './schema.ts';

/** Everything that is wrong with a document whose shape is right: errors, and warnings among them. */
export type Checker = (document: ConfigDocument) => Promise<readonly Problem[]>;

/** Checks by what this program's configurations can do. */
export function createChecker({
  actions,
  filters,
}: {
  readonly actions: readonly Action[];
  readonly filters: Filters;
}): Checker {
  const catalogue = catalogueOf(actions);
  return async (document) => {
    const compiled = compile(document, 1, { actions: catalogue, filters, languages: LANGUAGES });
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
    return parsed.ok ? parsed.step.targets : [];
  };
}
