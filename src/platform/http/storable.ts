import { fieldPath, type FieldError } from './problem.ts';

/** Levels of a body that are looked into: more than any route takes, and far fewer than end a stack. */
const deepest = 100;
/** As many as anybody reads. */
const mostErrors = 100;

/**
 * What of a parsed request no database could keep: a NUL, or half of a surrogate pair. Both are valid JSON, and
 * PostgreSQL refuses them in `text` or `jsonb`. What is nested so deeply that looking through it would end the stack
 * is refused with them: the parser of JSON takes any depth.
 *
 * @param context where it stands, as for `fieldPath`.
 */
export function unstorable(value: unknown, context: string): FieldError[] {
  const errors: FieldError[] = [];
  const parts: (string | number)[] = [];
  const refuse = (message: string): void => {
    errors.push({ path: fieldPath(parts.map(String), context), message });
  };
  // Written for bodies of megabytes: nothing is made for a value that is as it should be.
  const look = (at: unknown): void => {
    if (typeof at === 'string') {
      if (!isStorable(at)) refuse('has a character that cannot be kept');
      return;
    }
    if (typeof at !== 'object' || at === null || ArrayBuffer.isView(at)) return;
    if (parts.length >= deepest) {
      refuse('is nested too deeply');
      return;
    }
    if (Array.isArray(at)) {
      for (let i = 0; i < at.length && errors.length < mostErrors; i += 1) within(i, at[i]);
      return;
    }
    for (const key of Object.keys(at)) {
      if (errors.length >= mostErrors) return;
      if (isStorable(key)) within(key, Reflect.get(at, key));
      else refuse('has a field whose name has a character that cannot be kept');
    }
  };
  const within = (part: string | number, inner: unknown): void => {
    parts.push(part);
    look(inner);
    parts.pop();
  };
  look(value);
  return errors;
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
