/** What the parts of a compilation share. */
import type { Path, Problem, ProblemCode } from '../problems.ts';
import { problem } from '../problems.ts';
import type { Localized } from '../problem-texts.ts';
import type { Step } from '../snapshot.ts';
import { createTemplates, type Filters, type Templates } from '../template.ts';

/** What a configuration may do; made from the features' registries of actions. */
export interface ActionCatalogue<S extends Step = Step> {
  /** A name with its arguments as text («goto welcome»), or `{action, …arguments}`. */
  parse(
    source: string | Readonly<Record<string, unknown>>,
  ): { readonly ok: true; readonly step: S } | { readonly ok: false; readonly problem: string | Localized };
  /** Callbacks and handlers the step may lead to: each must be there. */
  targets(step: S): readonly string[];
  /** Where the step always goes at once, to come back or not, as `goto` does; a circle of these would never end. */
  jump?(step: S): string | undefined;
  /** Whether the step ends the turn until the person has answered. */
  waits?(step: S): boolean;
  /** Callbacks that the program itself opens and that must be there. */
  readonly required?: readonly string[];
  /** Callbacks that the program itself opens where they are there. */
  readonly optional?: readonly string[];
}

export interface CompileOptions<S extends Step = Step> {
  readonly actions: ActionCatalogue<S>;
  readonly filters: Filters;
  /** Every text should be in each of these. */
  readonly languages: readonly string[];
}

/** Collects problems, so that all of a document come in one go. */
export interface Compilation<S extends Step = Step> {
  readonly actions: ActionCatalogue<S>;
  readonly templates: Templates;
  readonly languages: readonly string[];
  readonly problems: Problem[];
  report(code: ProblemCode, path: Path, params?: Readonly<Record<string, string | number>>): void;
}

export function createCompilation<S extends Step>(options: CompileOptions<S>): Compilation<S> {
  const problems: Problem[] = [];
  return {
    actions: options.actions,
    templates: createTemplates(options.filters),
    languages: options.languages,
    problems,
    report(code, path, params) {
      problems.push(problem(code, path, params));
    },
  };
}
