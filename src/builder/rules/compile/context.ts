/** What the parts of a compilation share. */
import { MAX_PROBLEMS } from '../limits.ts';
import { nearest } from '../nearest.ts';
import type { Params, Path, Problem, ProblemCode } from '../problems.ts';
import { problem } from '../problems.ts';
import { type Localized, PROBLEM_TEXTS } from '../problem-texts.ts';
import type { CompiledText, Step } from '../snapshot.ts';
import { createTemplates, type Filters, type Template, type Templates } from '../template.ts';

/** What is wrong with one argument of an action. */
export interface ArgumentFault {
  /** Its way within the action's fields; empty for the action as a whole. */
  readonly path: Path;
  readonly message: Localized;
}

/** How a step shows the message it stands with; `perhaps`: where there is one. */
export type Showing = 'message' | 'notice' | 'perhaps';

/** What a configuration may do; made from the features' registries of actions. */
export interface ActionCatalogue<S extends Step = Step> {
  /** A name with its arguments as text («goto welcome»), or `{action, …arguments}`. */
  parse(source: string | Readonly<Record<string, unknown>>):
    | { readonly ok: true; readonly step: S }
    /** One sentence about the whole, or what is wrong with each argument. */
    | { readonly ok: false; readonly problem: string | Localized | readonly ArgumentFault[] };
  /** All actions, for what a mistyped name may have meant. */
  readonly names?: readonly string[];
  /** How an action is written. */
  example?(name: string): string | undefined;
  /** What people call an action, and a field of it. */
  title?(name: string): Localized | undefined;
  argumentTitle?(name: string, field: string): Localized | undefined;
  /** Callbacks and handlers the step may lead to: each must be there. */
  targets(step: S): readonly string[];
  /** Where the step always goes at once, to come back or not, as `goto` does; a circle of these would never end. */
  jump?(step: S): string | undefined;
  /** Whether the step ends the turn until the person has answered; waiting for the clock alone is not that. */
  waits?(step: S): boolean;
  /** How the step shows the message it stands with, if it does; left out, nothing is said about messages that nobody sees. */
  shows?(step: S): Showing | undefined;
  /** Keyboards the step names. */
  keyboards?(step: S): readonly string[];
  /** The templates among its arguments. */
  templates?(step: S): readonly Template[];
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
  /** First names of all that templates may say; left out, names are not checked. */
  readonly values?: readonly string[];
  /** Lists that keyboards can make buttons from; left out, they are not checked. */
  readonly lists?: readonly string[];
  /** Ids of the photos that were uploaded; left out, they are not checked. */
  readonly uploads?: ReadonlySet<string>;
  /** Made of the same filters; left out, they are made anew, which takes milliseconds. */
  readonly templates?: Templates;
  /** Messages with which nothing was wrong when they were compiled with the same options before. */
  readonly sound?: SoundMessages;
}

export interface CompiledMessage {
  readonly text: CompiledText;
  readonly notice: CompiledText;
}

/** Keeps compiled messages from one version of a configuration to the next, which says nearly the same. */
export interface SoundMessages {
  get(key: string): CompiledMessage | undefined;
  set(key: string, message: CompiledMessage): void;
}

export type ParsedAction<S extends Step> = ReturnType<ActionCatalogue<S>['parse']>;

/** Collects problems, so that all of a document come in one go. */
export interface Compilation<S extends Step = Step> extends CompileOptions<S> {
  readonly templates: Templates;
  /** Actions written alike are one: most of a thousand entries say «send». */
  readonly parsed: Map<string, ParsedAction<S>>;
  /** @param near what the place may have meant: a mistyped name and all there are. */
  report(code: ProblemCode, path: Path, params?: Params, near?: Near): void;
  /** How often something was reported. */
  reports(): number;
  /** Each problem once (a button that stands on several keyboards is wrong once), and how many more there are. */
  problems(): readonly Problem[];
}

export interface Near {
  readonly word: string;
  readonly among: Iterable<string>;
}

/** Proposals in one compilation: comparing with every name of a large document takes a millisecond. */
const MAX_PROPOSALS = 200;

export function createCompilation<S extends Step>(options: CompileOptions<S>): Compilation<S> {
  const named = new Map<string, Problem>();
  const count = { error: 0, warning: 0 };
  let proposals = 0;
  let reports = 0;
  return {
    ...options,
    templates: options.templates ?? createTemplates(options.filters),
    parsed: new Map(),
    reports: () => reports,
    report(code, path, params, near) {
      reports += 1;
      const key = JSON.stringify([code, path, params]);
      if (named.has(key)) return;
      const { severity } = PROBLEM_TEXTS[code];
      count[severity] += 1;
      if (count[severity] > MAX_PROBLEMS) return;
      const isAsked = near !== undefined && proposals < MAX_PROPOSALS;
      if (isAsked) proposals += 1;
      named.set(key, problem(code, path, params, isAsked ? nearest(near.word, near.among) : undefined));
    },
    problems() {
      const more = count.error + count.warning - named.size;
      if (more === 0) return [...named.values()];
      const severity = count.error > MAX_PROBLEMS ? 'error' : 'warning';
      return [...named.values(), { ...problem('too_many_problems', [], { more }), severity }];
    },
  };
}
