/** Handlers and callbacks, each by itself. */
import type { Callback, Handler } from '../../schema.ts';
import { MAX_DATA_BYTES, utf8Bytes } from '../limits.ts';
import { parsePattern, type Pattern } from '../pattern.ts';
import type { Path } from '../problems.ts';
import type { CompiledEntry, CompiledKeyboard, Step } from '../snapshot.ts';
import { compileSteps } from './actions.ts';
import { checkUrl } from './buttons.ts';
import type { Compilation } from './context.ts';
import { compileMessage } from './texts.ts';

export interface PlacedEntry<S extends Step> {
  readonly entry: CompiledEntry<S>;
  readonly steps: readonly { readonly step: S; readonly path: Path }[];
  readonly enabled: boolean;
  readonly path: Path;
}

export interface PlacedHandler<S extends Step> extends PlacedEntry<S> {
  readonly pattern: Pattern;
}

export type Keyboards = ReadonlyMap<string, CompiledKeyboard>;

/** Handlers whose pattern can be read, in the document's order; of two with the same pattern the first. */
export function compileHandlers<S extends Step>(
  compilation: Compilation<S>,
  handlers: readonly Handler[],
  keyboards: Keyboards,
): PlacedHandler<S>[] {
  const first = new Map<string, number>();
  return handlers.flatMap((handler, index) => {
    const path = ['handlers', index];
    const placed = compileEntry(compilation, handler, { name: handler.pattern, callbackData: null }, path, keyboards);
    const parsed = parsePattern(handler.pattern);
    if (!parsed.ok) {
      const params = { pattern: handler.pattern, detail: parsed.detail };
      compilation.report(`pattern_${parsed.fault}`, [...path, 'pattern'], params);
      return [];
    }
    const key = patternKey(parsed.pattern);
    const earlier = first.get(key);
    if (earlier !== undefined) {
      const params = { pattern: handler.pattern, first: `handlers[${earlier}]` };
      compilation.report('duplicate_pattern', [...path, 'pattern'], params);
      return [];
    }
    first.set(key, index);
    return [{ ...placed, pattern: parsed.pattern }];
  });
}

/** Two patterns with one key answer the same texts. */
export function patternKey({ kind, key }: Pattern): string {
  return `${kind} ${key}`;
}

export function compileCallbacks<S extends Step>(
  compilation: Compilation<S>,
  callbacks: readonly Callback[],
  keyboards: Keyboards,
): Map<string, PlacedEntry<S>> {
  const compiled = new Map<string, PlacedEntry<S>>();
  for (const [index, callback] of callbacks.entries()) {
    const path = ['callbacks', index];
    const data = callback.callback_data.trim();
    const placed = compileEntry(compilation, callback, { name: data, callbackData: data }, path, keyboards);
    const place = [...path, 'callback_data'];
    const bytes = utf8Bytes(data);
    if (bytes > MAX_DATA_BYTES) compilation.report('data_too_long', place, { bytes, most: MAX_DATA_BYTES });
    if (data === '') compilation.report('data_empty', place);
    const earlier = compiled.get(data);
    if (earlier === undefined) compiled.set(data, placed);
    else compilation.report('duplicate_callback', place, { data, first: `callbacks[${earlier.path[1] ?? ''}]` });
  }
  return compiled;
}

function compileEntry<S extends Step>(
  compilation: Compilation<S>,
  source: Handler | Callback,
  identity: Pick<CompiledEntry, 'name' | 'callbackData'>,
  path: Path,
  keyboards: Keyboards,
): PlacedEntry<S> {
  const steps = compileSteps(compilation, source.action, [...path, 'action']);
  const { message: text, photo_url: photoUrl, keyboard_id: keyboardId } = source;
  const kind = photoUrl === undefined ? 'text' : 'caption';
  const message = text === undefined ? undefined : compileMessage(compilation, text, [...path, 'message'], kind);
  if (photoUrl !== undefined) checkUrl(compilation, photoUrl, ['https:', 'http:'], [...path, 'photo_url']);
  if (keyboardId !== undefined && !keyboards.has(keyboardId)) {
    compilation.report('unknown_keyboard', [...path, 'keyboard_id'], { id: keyboardId });
  }
  const entry: CompiledEntry<S> = Object.freeze({
    ...identity,
    steps: Object.freeze(steps.map(({ step }) => Object.freeze(step))),
    ...(message === undefined ? {} : { message: message.text, notice: message.notice }),
    ...(photoUrl === undefined ? {} : { photoUrl }),
    ...(keyboardId === undefined ? {} : { keyboardId }),
  });
  return { entry, steps, enabled: source.enabled ?? true, path };
}
