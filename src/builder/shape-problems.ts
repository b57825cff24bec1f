/** What zod found wrong with a document's shape, said in both languages and of the place that was meant. */
import { z } from 'zod';
import { type Localized, SHAPE_TEXTS } from './rules/problem-texts.ts';
import { MAX_PROBLEMS } from './rules/limits.ts';
import { type Path, problem, type Problem } from './rules/problems.ts';
import { nearest } from './rules/nearest.ts';
import type { ArgumentFault } from './rules/compile.ts';
import { buttonSchema, callbackSchema, documentSchema, eachSchema, handlerSchema, keyboardSchema } from './schema.ts';

type Issue = z.core.$ZodIssue;

export function shape(path: Path, key: string): Problem {
  const text: Localized = SHAPE_TEXTS[key] ?? { ru: key, en: key };
  return problem('shape', path, { ...text });
}

/** The problems of data that the document's schema refuses, as many as anybody reads. */
export function shapeProblems(data: unknown): readonly Problem[] {
  const issues = issuesIn(documentSchema, data);
  // Only for those that are told the key is looked for that was meant: a document may be nothing but mistakes.
  const told = issues.slice(0, MAX_PROBLEMS).map(({ path, message, unknown }) => {
    if (unknown === undefined) return problem('shape', path, { ...message });
    return problem('unknown_key', path, { key: unknown }, nearest(unknown, siblingKeys(path)));
  });
  const more = issues.length - told.length;
  return more > 0 ? [...told, problem('too_many_problems', [], { more })] : told;
}

/** What is wrong with the arguments of an action. */
export function argumentFaults(schema: z.ZodType, fields: unknown): readonly ArgumentFault[] {
  return issuesIn(schema, fields).map(({ path, message }) => ({ path, message }));
}

interface PlacedIssue {
  readonly path: Path;
  readonly message: Localized;
  /** A key that no schema knows. */
  readonly unknown?: string;
}

function issuesIn(schema: z.ZodType, data: unknown): readonly PlacedIssue[] {
  // Messages are made while checking, so a second language takes a second check; only what is refused pays for it.
  const [russian = [], english = []] = [z.locales.ru(), z.locales.en()].map(({ localeError }) => {
    const parsed = schema.safeParse(data, { error: localeError, reportInput: true });
    return parsed.success ? [] : parsed.error.issues.flatMap((issue) => flatten(issue, []));
  });
  return russian.map(({ path, message, unknown }, index) => {
    const text = Object.hasOwn(SHAPE_TEXTS, message) ? SHAPE_TEXTS[message] : undefined;
    const words = text ?? { ru: message, en: english[index]?.message ?? message };
    return { path, message: words, ...(unknown === undefined ? {} : { unknown }) };
  });
}

/** Every key of the document's shape, for one that is misspelt. */
function siblingKeys(path: Path): readonly string[] {
  const [section] = path;
  switch (section) {
    case 'handlers':
      return Object.keys(handlerSchema.shape);
    case 'callbacks':
      return Object.keys(callbackSchema.shape);
    case 'buttons':
      return Object.keys(buttonSchema.shape);
    case 'keyboards': {
      const within = [...Object.keys(buttonSchema.shape), ...Object.keys(eachSchema.shape)];
      return path.includes('layout') ? within : Object.keys(keyboardSchema.shape);
    }
    default:
      return Object.keys(documentSchema.shape);
  }
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
      // Its own message names them all: as long as the document, and here once for each.
      return issue.keys.map((key) => ({ path: [...path, key], message: 'unknown_argument', unknown: key }));
    case 'invalid_type':
      return [{ path, message: issue.input === undefined ? 'missing' : issue.message }];
    case 'too_small':
      // What a form has not been told yet: a number of characters would tell nobody anything.
      return [{ path, message: issue.input === '' ? 'not_filled' : issue.message }];
    default:
      return [{ path, message: issue.message }];
  }
}

function depthOf(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}
