/** Where people in the middle of a question of one version are in another. */
import type { ActionSource, ConfigDocument, Published } from '../schema.ts';
import { findCallback } from './snapshot.ts';

/** A place in the steps of an entry, as a question remembers it. */
interface PlacedFrame {
  readonly of: 'handler' | 'callback';
  readonly name: string;
}

/** An open question: the callback that takes the answer, or where its script goes on. */
export interface OpenQuestion<Frame extends PlacedFrame = PlacedFrame> {
  readonly step: string;
  readonly frames: readonly Frame[] | null;
}

interface Entry {
  readonly name: string;
  readonly action: ActionSource;
}

/** A version's entries by their ids, which stay, and by their names, which may change. */
export interface Entries {
  readonly byName: Readonly<Record<PlacedFrame['of'], ReadonlyMap<string, string>>>;
  readonly byId: ReadonlyMap<string, Entry>;
}

/** The entries of a version that are not off. */
export function entriesOf({ document, handler_ids, callback_ids }: Published): Entries {
  const handlers = entries(document.handlers, ({ pattern }) => pattern, handler_ids);
  const callbacks = entries(document.callbacks, ({ callback_data: data }) => data.trim(), callback_ids);
  const names = (of: typeof handlers) => new Map(of.map(([id, { name }]) => [name, id]));
  return {
    byName: { handler: names(handlers), callback: names(callbacks) },
    byId: new Map([...handlers, ...callbacks]),
  };
}

function entries<Source extends ConfigDocument['handlers'][number] | ConfigDocument['callbacks'][number]>(
  sources: readonly Source[],
  nameOf: (source: Source) => string,
  ids: readonly string[],
): (readonly [string, Entry])[] {
  return sources.flatMap((source, place) => {
    const id = ids[place];
    const isThere = source.enabled ?? true;
    return id === undefined || !isThere ? [] : [[id, { name: nameOf(source), action: source.action }] as const];
  });
}

/**
 * The same question in another version. A script goes on there only where its entries still do the very same: a step
 * by its number means nothing in another list of steps.
 *
 * @returns null where it is not there any more.
 */
export function moved<Frame extends PlacedFrame>(
  { step, frames }: OpenQuestion<Frame>,
  from: Entries,
  to: Entries,
): OpenQuestion<Frame> | null {
  if (frames === null) {
    const taker = movedTarget(step, from, to);
    return taker === null ? null : { step: taker, frames };
  }
  const there: Frame[] = [];
  for (const frame of frames) {
    const id = from.byName[frame.of].get(frame.name);
    const [before, after] = [from.byId.get(id ?? ''), to.byId.get(id ?? '')];
    if (!before || !after || JSON.stringify(before.action) !== JSON.stringify(after.action)) return null;
    there.push({ ...frame, name: after.name });
  }
  return { step: there[0]?.name ?? step, frames: there };
}

function movedTarget(target: string, from: Entries, to: Entries): string | null {
  const callback = findCallback(from.byName.callback, target);
  const id = callback?.entry ?? from.byName.handler.get(target);
  const there = id === undefined ? undefined : to.byId.get(id);
  if (there === undefined) return null;
  return callback === undefined ? there.name : `${there.name} ${callback.args}`.trim();
}
