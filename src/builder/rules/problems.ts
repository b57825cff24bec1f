/** What is wrong with a configuration, and where. */
import { MAX_PROBLEMS } from './limits.ts';
import { DID_YOU_MEAN, type Localized, PARAM_WORDS, PROBLEM_TEXTS } from './problem-texts.ts';

export type { Localized };
export type ProblemCode = keyof typeof PROBLEM_TEXTS;
export type Severity = 'error' | 'warning';

/** The way to a place in a document, as in `['handlers', 3, 'message', 'ru']`. */
export type Path = readonly (string | number)[];

export interface Problem {
  readonly code: ProblemCode;
  /** An error keeps a configuration from being published, a warning does not. */
  readonly severity: Severity;
  readonly path: Path;
  /** In the file, from 1, where there is one. */
  readonly line?: number;
  readonly column?: number;
  readonly message: Localized;
  readonly proposal?: Localized;
  /** What the sentences are filled with, for programs that mend: `target`, `most`; `nearest` is what was probably meant. */
  readonly params?: Params;
}

export type Params = Readonly<Record<string, string | number>>;

/** @param nearest a known name that was probably meant; proposed before anything else. */
export function problem(code: ProblemCode, path: Path, params: Params = {}, nearest?: string): Problem {
  const text: { severity: Severity; message: Localized; proposal?: Localized } = PROBLEM_TEXTS[code];
  const proposed = nearest === undefined ? text.proposal : DID_YOU_MEAN;
  const all = nearest === undefined ? params : { ...params, nearest };
  const proposal = proposed === undefined ? {} : { proposal: fill(proposed, all) };
  return { code, severity: text.severity, path, message: fill(text.message, params), ...proposal, params: all };
}

/** As many as anybody reads, and how many there are beside them. */
export function limitProblems(problems: readonly Problem[]): readonly Problem[] {
  const more = problems.length - MAX_PROBLEMS;
  return more <= 0 ? problems : [...problems.slice(0, MAX_PROBLEMS), problem('too_many_problems', [], { more })];
}

/** `handlers[3].message.ru` */
export function formatPath(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('');
}

function fill(text: Localized, params: Params): Localized {
  return { ru: fillOne(text, params, 'ru'), en: fillOne(text, params, 'en') };
}

function fillOne(text: Localized, params: Params, language: keyof Localized): string {
  return text[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = String(params[name] ?? whole);
    return PARAM_WORDS[name]?.[value]?.[language] ?? value;
  });
}
