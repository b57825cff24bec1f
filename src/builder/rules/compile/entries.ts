/** Handlers and callbacks, each by itself. */
import type { Callback, Handler } from '../../schema.ts';
import { MAX_DATA_BYTES, utf8Bytes } from '../limits.ts';
import { parsePattern, type Pattern } from '../pattern.ts';
import type { Path } from '../problems.ts';
import type { CompiledEntry, CompiledKeyboard, Step } from '../snapshot.ts';
import { compileSteps } from './actions.ts';
import { checkUrl } from './buttons.ts';
import type { Compilation } from './context.ts';
import { compileMessage, type Shown } from './messages.ts';
import { checkValues } from './texts.ts';

export interface PlacedEntry<S extends Step> {
  readonly entry: CompiledEntry<S>;
  readonly steps: readonly { readonly step: S; readonly path: Path }[];
  /** Keyboards it may show, whether they are there or not. */
  readonly keyboardIds: readonly string[];
  readonly enabled: boolean;
  readonly path: Path;
}

export interface PlacedHandler<S extends Step> extends PlacedEntry<S> {
  readonly pattern: Pattern;
}

export type Keyboards = ReadonlyMap<string, CompiledKeyboard>;

/** Handlers whose pattern can be read, in the document's order; of two with the same pattern the first. */
export function* compileHandlers<S extends Step>(
  compilation: Compilation<S>,
  handlers: readonly Handler[],
  keyboards: Keyboards,
): Generator<void, PlacedHandler<S>[]> {
  const first = new Map<string, number>();
  const compiled: PlacedHandler<S>[] = [];
  for (const [index, handler] of handlers.entries()) {
    yield;
    const path = ['handlers', index];
    const placed = compileEntry(compilation, handler, { name: handler.pattern, callbackData: null }, path, keyboards);
    const parsed = parsePattern(handler.pattern);
    if (!parsed.ok) {
      const params = { pattern: handler.pattern, detail: parsed.detail };
      compilation.report(`pattern_${parsed.fault}`, [...path, 'pattern'], params);
      continue;
    }
    const key = patternKey(parsed.pattern);
    const earlier = first.get(key);
    if (earlier !== undefined) {
      const params = { pattern: handler.pattern, first: `handlers[${earlier}]` };
      compilation.report('duplicate_pattern', [...path, 'pattern'], params);
      continue;
    }
    first.set(key, index);
    compiled.push({ ...placed, pattern: parsed.pattern });
  }
  return compiled;
}

/** Two patterns with one key answer the same texts. */
export function patternKey({ kind, key }: Pattern): string {
  return `${kind} ${key}`;
}

export function* compileCallbacks<S extends Step>(
  compilation: Compilation<S>,
  callbacks: readonly Callback[],
  keyboards: Keyboards,
): Generator<void, Map<string, PlacedEntry<S>>> {
  const compiled = new Map<string, PlacedEntry<S>>();
  for (const [index, callback] of callbacks.entries()) {
    yield;
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
  const shown = checkSteps(compilation, steps, source, path);
  const message = text === undefined ? undefined : compileMessage(compilation, text, [...path, 'message'], shown);
  if (photoUrl !== undefined) checkPhoto(compilation, photoUrl, [...path, 'photo_url']);
  const named = steps.flatMap(({ step, path: place }) =>
    (compilation.actions.keyboards?.(step) ?? []).map((id) => ({ id, place })),
  );
  if (keyboardId !== undefined) named.push({ id: keyboardId, place: [...path, 'keyboard_id'] });
  for (const { id, place } of named) {
    const near = { word: id, among: keyboards.keys() };
    if (!keyboards.has(id)) compilation.report('unknown_keyboard', place, { id }, near);
  }
  const entry: CompiledEntry<S> = Object.freeze({
    ...identity,
    steps: Object.freeze(steps.map(({ step }) => Object.freeze(step))),
    ...(message === undefined ? {} : { message: message.text, notice: message.notice }),
    ...(photoUrl === undefined ? {} : { photoUrl }),
    ...(keyboardId === undefined ? {} : { keyboardId }),
  });
  const keyboardIds = named.map(({ id }) => id);
  return { entry, steps, keyboardIds, enabled: source.enabled ?? true, path };
}

/** What the steps say among themselves and do with the message. @returns how the message is shown */
function checkSteps<S extends Step>(
  compilation: Compilation<S>,
  steps: PlacedEntry<S>['steps'],
  { action, message, photo_url: photoUrl }: Handler | Callback,
  path: Path,
): readonly Shown[] {
  const { actions } = compilation;
  const asMessage: Shown = photoUrl === undefined ? 'text' : 'caption';
  for (const { step, path: place } of steps) {
    for (const template of actions.templates?.(step) ?? []) checkValues(compilation, template, place);
  }
  if (actions.shows === undefined) return [asMessage];
  const shown = new Set<Shown>();
  for (const [index, { step, path: place }] of steps.entries()) {
    const shows = actions.shows(step);
    if (shows !== undefined) shown.add(shows === 'notice' ? 'notice' : asMessage);
    const isEmpty = message === undefined && (photoUrl === undefined || shows === 'notice');
    if (shows !== undefined && shows !== 'perhaps' && isEmpty)
      compilation.report('nothing_to_show', place, { action: step.name });
    const isSilent = index === 0 && actions.waits?.(step) === true && (shows === undefined || message === undefined);
    if (isSilent) compilation.report('silent_question', place, { action: step.name });
  }
  // A step that could not be read might have shown it.
  const isWhole = steps.length >= (typeof action === 'string' ? 1 : action.length);
  if (message !== undefined && shown.size === 0 && isWhole) {
    compilation.report('message_unseen', [...path, 'message']);
  }
  return [...shown];
}

const UPLOAD = 'upload:';

function checkPhoto<S extends Step>(compilation: Compilation<S>, url: string, path: Path): void {
  if (!url.startsWith(UPLOAD)) {
    checkUrl(compilation, url, ['https:', 'http:'], path);
    return;
  }
  const id = url.slice(UPLOAD.length);
  if (compilation.uploads?.has(id) === false) compilation.report('unknown_upload', path, { id });
}
