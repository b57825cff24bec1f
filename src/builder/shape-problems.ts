/** What zod found wrong with a document's shape, said in both languages and of the place that was meant. */
import { z } from 'zod';
import { type Localized, SHAPE_TEXTS } from './rules/problem-texts.ts';
import { type Path, problem, type Problem } from './rules/problems.ts';
import { documentSchema } from './schema.ts';

type Issue = z.core.$ZodIssue;

export function shape(path: Path, key: string): Problem {
  const text: Localized = SHAPE_TEXTS[key] ?? { ru: key, en: key };
  return problem('shape', path, { ...text });
}

/** The problems of data that the schema refuses. */
export function shapeProblems(data: unknown): readonly Problem[] {
  // Messages are made while checking, so a second language takes a second check; only a refused document pays for it.
  const [russian = [], english = []] = [z.locales.ru(), z.locales.en()].map(({ localeError }) => {
    const parsed = documentSchema.safeParse(data, { error: localeError, reportInput: true });
    return parsed.success ? [] : parsed.error.issues.flatMap((issue) => flatten(issue, []));
  });
  return russian.map((found, index) => worded(found, english[index] ?? found));
}

interface FlatIssue {
  readonly path: Path;
  readonly message: string;
  /** A key that no schema knows. */
  readonly unknown?: string;
}

function flatten(issue: Issue, parent: Path): FlatIssue[] {
  const path: Path = [...parent, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  switch (issue.code) {
    case 'invalid_union': {
      // Of the forms that would do, the one that fits furthest is the one that was meant.
      const meant = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a) || a.length - b.length)[0];
      return meant === undefined || meant.length === 0
        ? [{ path, message: issue.message }]
        : meant.flatMap((each) => flatten(each, path));
    }
    case 'invalid_key':
      return issue.issues.flatMap((each) => flatten(each, path));
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: issue.message, unknown: key }));
    case 'invalid_type':
      return [{ path, message: issue.input === undefined ? 'missing' : issue.message }];
    default:
      return [{ path, message: issue.message }];
  }
}

function depthOf(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}

function worded(russian: FlatIssue, english: FlatIssue): Problem {
  const { path, message, unknown } = russian;
  if (unknown !== undefined) return problem('unknown_key', path, { key: unknown });
  if (Object.hasOwn(SHAPE_TEXTS, message)) return shape(path, message);
  return problem('shape', path, { ru: message, en: english.message });
}
