/**
 * What is being done to the draft in this page: changes on their way to the server, and the way back from each. It
 * lives outside the views, so that going to another one and back loses nothing.
 */
import type { Content, DraftEntry, OthersChange } from '../../../api/configuration.ts';
import type { Problem } from '../../../api/problem.ts';
import { cachedEntry, freshDraft, putEntry, showBehind } from './draft-cache.ts';
import { fieldsNow, keyOf, withFields, type EntryRef } from './entry.ts';
import { leftToSave } from './merge.ts';
import { runStep } from './run-step.ts';
import { areTogether, runTogether } from './run-together.ts';
import { saveEdit, type SaveOutcome, type Unsaved } from './save-edit.ts';
import { invert, renumbered, withCommand, type Command, type Step } from './steps.ts';
import { storedEdits, storeEdits } from './stored-edits.ts';

/** Changes of an entry on their way. */
export interface Edit extends Unsaved {
  readonly state:
    | { readonly is: 'waiting' | 'saving' | 'refused' | 'unreachable' | 'gone' }
    | { readonly is: 'clash'; readonly theirs: DraftEntry; readonly by: OthersChange | null };
  /** Why it was refused last; stays said while the next try is on its way. */
  readonly refused?: Problem;
}

export interface WorkbenchState {
  /** By key of their entry. */
  readonly edits: ReadonlyMap<string, Edit>;
  readonly done: readonly Command[];
  readonly undone: readonly Command[];
  /** Keys of entries that are known by another one now. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Something that cannot be taken back half way is under way. */
  readonly isBusy: boolean;
}

/** Milliseconds after the last letter until a change is sent. */
const pause = 700;
/** Milliseconds until what could not be sent is tried again. */
const retryAfter = 3_000;

export function createWorkbench() {
  let owner = '';
  let state: WorkbenchState = { edits: new Map(), done: [], undone: [], aliases: new Map(), isBusy: false };
  const listeners = new Set<() => void>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  // One after the other: a name that changes changes others with it, and they must not be on their way meanwhile.
  let queue: Promise<void> = Promise.resolve();
  let turns: Promise<void> = Promise.resolve();
  let underWay = 0;
  let wished: readonly Step[] = [];

  function update(change: Partial<WorkbenchState>): void {
    state = { ...state, ...change };
    if (change.edits !== undefined) storeEdits({ owner, edits: [...change.edits.values()].map(toUnsaved) });
    for (const listener of listeners) listener();
  }

  function setEdit(key: string, edit: Edit | null): void {
    const edits = new Map(state.edits);
    if (edit === null) edits.delete(key);
    else edits.set(key, edit);
    update({ edits });
  }

  function schedule(key: string, delay: number): void {
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => enqueue(key), delay),
    );
  }

  function enqueue(key: string): void {
    clearTimeout(timers.get(key));
    timers.delete(key);
    queue = queue.then(() => save(key));
  }

  async function save(key: string): Promise<void> {
    const edit = state.edits.get(key);
    if (edit === undefined || edit.state.is === 'clash' || edit.state.is === 'gone') return;
    setEdit(key, { ...edit, state: { is: 'saving' } });
    const outcome = await saveEdit(edit);
    if (outcome.is === 'saved') await putEntry(outcome.entry);
    // Typing goes on while it is sent.
    const now = state.edits.get(key);
    if (now !== undefined) await settle(key, now, outcome);
  }

  async function settle(key: string, edit: Edit, outcome: SaveOutcome): Promise<void> {
    switch (outcome.is) {
      case 'saved': {
        const fields = leftToSave(edit.fields, outcome.entry.content);
        const isDone = Object.keys(fields).length === 0;
        setEdit(key, isDone ? null : { ref: edit.ref, base: outcome.entry, fields, state: { is: 'waiting' } });
        if (!isDone) schedule(key, pause);
        if (outcome.isRenamed) await followRename(outcome.entry.revision);
        return;
      }
      case 'rebased':
        setEdit(key, { ...edit, base: outcome.theirs, state: { is: 'waiting' } });
        return save(key);
      case 'unreachable':
        setEdit(key, { ...edit, state: { is: 'unreachable' } });
        return schedule(key, retryAfter);
      default:
        return setEdit(key, answered(edit, outcome));
    }
  }

  /** What named the entry was changed with it, by us: that is nobody else's change. */
  async function followRename(revision: number): Promise<void> {
    await freshDraft().catch(() => undefined);
    for (const [key, edit] of state.edits) {
      const entry = cachedEntry(edit.ref);
      if (entry?.revision === revision && entry.revision !== edit.base.revision) setEdit(key, { ...edit, base: entry });
    }
  }

  function applyFields({ kind, id }: EntryRef, fields: Content, delay: number): void {
    const ref = { kind, id };
    const key = keyOf(ref);
    const edit = state.edits.get(key);
    const base = edit?.base ?? cachedEntry(ref);
    if (base === undefined) return;
    const all = { ...edit?.fields, ...fields };
    const stays = edit?.state.is === 'clash' || edit?.state.is === 'gone' || edit?.state.is === 'saving';
    // What is on its way is saved whatever is typed now, so only its answer tells what is left.
    const left = stays ? all : leftToSave(all, base.content);
    if (Object.keys(left).length === 0) return setEdit(key, null);
    setEdit(key, {
      ...edit,
      ref,
      base,
      fields: left,
      state: stays && edit ? edit.state : { is: 'waiting' },
    });
    if (edit?.state.is !== 'clash' && edit?.state.is !== 'gone') schedule(key, delay);
  }

  async function flush(): Promise<void> {
    for (const [key, edit] of state.edits)
      if (edit.state.is === 'waiting' || edit.state.is === 'unreachable') enqueue(key);
    await queue;
  }

  function rekey({ kind, id }: EntryRef, to: string): void {
    const [from, key] = [keyOf({ kind, id }), keyOf({ kind, id: to })];
    const aliases = new Map([...state.aliases, [from, key]]);
    // Undone and done again: it is not what it was called in between.
    aliases.delete(key);
    update({
      aliases,
      done: renumbered(state.done, { kind, id }, to),
      undone: renumbered(state.undone, { kind, id }, to),
    });
  }

  /** @returns the entry that was added last. @throws NotAsBefore, Problem, Unreachable */
  async function run(command: Command): Promise<EntryRef | null> {
    let steps: readonly Step[] = command.steps;
    let added: EntryRef | null = null;
    if (areTogether(steps)) {
      await flush();
      await runTogether(steps, (ref) => state.edits.has(keyOf(ref)));
      return null;
    }
    if (steps.some(({ type }) => type !== 'fields')) await flush();
    for (let index = 0; index < steps.length; index += 1) {
      const step = steps[index];
      if (step === undefined) break;
      if (step.type === 'fields') {
        applyFields(step.ref, step.after, 0);
        continue;
      }
      if (step.type === 'remove') setEdit(keyOf(step.ref), null);
      const renumbering = await runStep(step);
      showWishedMoves();
      if (renumbering !== null) {
        const { ref, to } = renumbering;
        rekey(ref, to);
        steps = renumbered([{ steps, at: 0 }], ref, to)[0]?.steps ?? [];
      }
      if (step.type === 'add') added = { ...step.ref, id: renumbering?.to ?? step.ref.id };
    }
    return added;
  }

  /** One after the other, in the order in which they were wished. */
  async function exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    update({ isBusy: true });
    underWay += 1;
    const turn = turns.then(work);
    turns = turn.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await turn;
    } finally {
      underWay -= 1;
      update({ isBusy: underWay > 0 });
    }
  }

  /** Moves are seen at once: who moves an entry twice starts the second time from where it stands by then. */
  function showWishedMoves(): void {
    for (const step of wished) if (step.type === 'move') showBehind(step.ref, step.to);
  }

  async function carriedOut(command: Command): Promise<EntryRef | null> {
    const moves = command.steps.filter(({ type }) => type === 'move');
    wished = [...wished, ...moves];
    showWishedMoves();
    try {
      return await exclusively(() => {
        wished = wished.filter((step) => !moves.includes(step));
        return run(command);
      });
    } catch (error) {
      for (const step of moves) if (step.type === 'move') showBehind(step.ref, step.from);
      throw error;
    }
  }

  function travel(from: 'done' | 'undone', to: 'done' | 'undone'): Promise<void> {
    return exclusively(async () => {
      const command = state[from].at(-1);
      if (command === undefined) return;
      const before = state;
      update({ [from]: state[from].slice(0, -1), [to]: [...state[to], command] });
      try {
        await run(from === 'done' ? invert(command) : command);
      } catch (error) {
        update({ done: before.done, undone: before.undone });
        throw error;
      }
    });
  }

  return {
    getState: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    /** Takes up what this administrator left unsaved in the tab; what somebody else left is forgotten. */
    belongTo(login: string): void {
      if (owner === login) return;
      owner = login;
      const edits = storedEdits(login).map((edit): [string, Edit] => [
        keyOf(edit.ref),
        { ...edit, state: { is: 'waiting' } },
      ]);
      update({ edits: new Map(edits), done: [], undone: [], aliases: new Map() });
      for (const [key] of edits) schedule(key, 0);
    },

    /** Changes fields of an entry; they are sent a moment later. Null takes one away. */
    change({ kind, id }: EntryRef, fields: Content, at: number): void {
      const ref = { kind, id };
      const content = contentOf(state.edits.get(keyOf(ref)) ?? cachedEntry(ref));
      if (content === undefined) return;
      const step: Step = { type: 'fields', ref, before: fieldsNow(content, fields), after: fields };
      update({ done: withCommand(state.done, { steps: [step], at }), undone: [] });
      applyFields(ref, fields, pause);
    },

    /** Carries out steps as one command. @returns the entry that was added last. @throws Problem, Unreachable */
    async carryOut(steps: readonly Step[], at: number): Promise<EntryRef | null> {
      const before = state.done;
      update({ done: [...state.done, { steps, at }], undone: [] });
      try {
        return await carriedOut({ steps, at });
      } catch (error) {
        update({ done: before });
        throw error;
      }
    },

    /** @throws Problem, Unreachable */
    undo: () => travel('done', 'undone'),
    /** @throws Problem, Unreachable */
    redo: () => travel('undone', 'done'),
    /** Sends everything now. */
    flush,

    /** Settles what two people changed: their entry, with the chosen fields of mine. */
    choose(ref: EntryRef, mine: readonly string[]): void {
      const key = keyOf(ref);
      const edit = state.edits.get(key);
      if (edit?.state.is !== 'clash') return;
      const { theirs } = edit.state;
      const chosen = Object.fromEntries(Object.entries(edit.fields).filter(([field]) => mine.includes(field)));
      const fields = leftToSave(chosen, theirs.content);
      const isDone = Object.keys(fields).length === 0;
      setEdit(key, isDone ? null : { ref, base: theirs, fields, state: { is: 'waiting' } });
      if (!isDone) enqueue(key);
    },

    /** Forgets what is not saved of an entry. */
    discard: (ref: EntryRef): void => setEdit(keyOf(ref), null),
  };
}

/** The draft as it will be when everything is saved. */
export function entriesWith(entries: readonly DraftEntry[], edits: ReadonlyMap<string, Edit>): readonly DraftEntry[] {
  if (edits.size === 0) return entries;
  return entries.map((entry) => {
    const edit = edits.get(keyOf(entry));
    return edit === undefined ? entry : { ...entry, content: withFields(edit.base.content, edit.fields) };
  });
}

function contentOf(entry: Edit | DraftEntry | undefined): Content | undefined {
  if (entry === undefined) return undefined;
  return 'fields' in entry ? withFields(entry.base.content, entry.fields) : entry.content;
}

/** What cannot be saved as it is. */
function answered(
  { ref, base, fields }: Edit,
  outcome: Extract<SaveOutcome, { readonly is: 'clash' | 'gone' | 'refused' }>,
): Edit {
  const edit = { ref, base, fields };
  if (outcome.is !== 'refused') return { ...edit, state: outcome };
  return { ...edit, state: { is: 'refused' }, refused: outcome.error };
}

function toUnsaved({ ref, base, fields }: Edit): Unsaved {
  return { ref, base, fields };
}
