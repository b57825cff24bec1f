/** What can be undone: every change of the draft as steps that know their way back. */
import type { Content, EntryKind } from '../../../api/configuration.ts';
import { isSame, isSameEntry, type EntryRef } from './entry.ts';

export type Step =
  | { readonly type: 'fields'; readonly ref: EntryRef; readonly before: Content; readonly after: Content }
  | ({ readonly type: 'add' } & Standing)
  | ({ readonly type: 'remove' } & Standing)
  /** From behind one entry to behind another; null is the first place. */
  | { readonly type: 'move'; readonly ref: EntryRef; readonly from: string | null; readonly to: string | null }
  /** Of a keyboard or a button, whose name is its id. */
  | { readonly type: 'rename'; readonly kind: EntryKind; readonly from: string; readonly to: string };

interface Standing {
  readonly ref: EntryRef;
  readonly content: Content;
  /** The entry it stands behind; null is the first place. */
  readonly behind: string | null;
  /** Callbacks that belong to this handler: they lose it with it. */
  readonly owned: readonly string[];
}

/** What somebody did in one go. */
export interface Command {
  readonly steps: readonly Step[];
  /** Milliseconds of the page's clock, at its last change. */
  readonly at: number;
}

export function invert({ steps, at }: Command): Command {
  return { steps: steps.toReversed().map(inverse), at };
}

function inverse(step: Step): Step {
  switch (step.type) {
    case 'fields':
      return { ...step, before: step.after, after: step.before };
    case 'add':
      return { ...step, type: 'remove' };
    case 'remove':
      return { ...step, type: 'add' };
    case 'move':
      return { ...step, from: step.to, to: step.from };
    case 'rename':
      return { ...step, from: step.to, to: step.from };
    default:
      return step satisfies never;
  }
}

/** Milliseconds between two changes of one field within which they are one: a sentence is undone, not a letter. */
const breath = 1_500;

/** The commands with another one; typing on in the same field goes on with the last. */
export function withCommand(commands: readonly Command[], command: Command): readonly Command[] {
  const last = commands.at(-1);
  const merged = last && mergedTyping(last, command);
  if (merged === undefined) return [...commands, command];
  const [step] = merged.steps;
  // Typed and taken back again: nothing is left to undo.
  const isNothing =
    step?.type === 'fields' && Object.keys(step.after).every((field) => isSame(step.before[field], step.after[field]));
  return isNothing ? commands.slice(0, -1) : [...commands.slice(0, -1), merged];
}

function mergedTyping(last: Command, next: Command): Command | undefined {
  const [one, ...more] = last.steps;
  const [other, ...others] = next.steps;
  if (one?.type !== 'fields' || other?.type !== 'fields' || more.length > 0 || others.length > 0) return undefined;
  const isSameField = Object.keys(one.after).join() === Object.keys(other.after).join();
  if (!isSameEntry(one.ref, other.ref) || !isSameField || next.at - last.at > breath) return undefined;
  return { steps: [{ ...one, after: other.after }], at: next.at };
}

/** The commands after an entry has become another: added again, or given another name. */
export function renumbered(commands: readonly Command[], { kind, id: from }: EntryRef, to: string): readonly Command[] {
  const idOf = (id: string) => (id === from ? to : id);
  const placeOf = (id: string | null) => (id === null ? null : idOf(id));
  const within = (step: Step): Step => {
    if (step.type === 'rename') return step;
    const isOfKind = step.ref.kind === kind;
    const ref = isOfKind ? { ...step.ref, id: idOf(step.ref.id) } : step.ref;
    if (step.type === 'fields') return { ...step, ref, ...ownerRenumbered(step, kind, idOf) };
    if (step.type === 'move') return isOfKind ? { ...step, ref, from: placeOf(step.from), to: placeOf(step.to) } : step;
    return {
      ...step,
      ref,
      content: kind === 'handler' ? ownerIn(step.content, idOf) : step.content,
      behind: isOfKind ? placeOf(step.behind) : step.behind,
      owned: kind === 'callback' ? step.owned.map(idOf) : step.owned,
    };
  };
  return commands.map(({ steps, at }) => ({ steps: steps.map(within), at }));
}

function ownerRenumbered(
  { before, after }: { readonly before: Content; readonly after: Content },
  kind: EntryKind,
  idOf: (id: string) => string,
): { readonly before: Content; readonly after: Content } {
  return kind === 'handler' ? { before: ownerIn(before, idOf), after: ownerIn(after, idOf) } : { before, after };
}

function ownerIn(content: Content, idOf: (id: string) => string): Content {
  const { handler_id: owner } = content;
  return typeof owner === 'string' ? { ...content, handler_id: idOf(owner) } : content;
}
