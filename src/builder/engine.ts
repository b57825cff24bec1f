import { sqlState } from '../platform/database/errors.ts';
import { ActionFailure } from './action-failure.ts';
import { systemScreens, type BoundStep, type EntryFace } from './actions-catalogue.ts';
import type { Continuation } from './continuations.ts';
import type { Conversation } from './conversations.ts';
import type { Frame } from './course.ts';
import { createRenderer, type ListProviders, type ValueProviders } from './render.ts';
import type { CompiledEntry, Snapshot, TextMatch } from './rules/compile.ts';
import { Turn, type TurnStart } from './turn.ts';

export interface EngineOptions {
  readonly snapshot: Snapshot<BoundStep>;
  readonly values: ValueProviders;
  readonly lists: ListProviders;
  /** The bot's name without «@»; empty while Telegram has not told it. */
  readonly botUsername: () => string;
  /** The ids that callbacks keep when they are renamed; without them a callback is known by its name. */
  readonly ids?: CallbackIds;
}

export interface CallbackIds {
  callbackId(data: string): string | undefined;
  callbackOf(id: string): string | undefined;
}

/** What a button does: a callback, whatever it is called, and the words for it. */
export interface Meaning {
  readonly id: string;
  readonly args: string;
}

/** What was given in answer to a question. */
export interface GivenAnswer {
  readonly text: string;
  /** From a contact that was shared. */
  readonly phone?: string;
  /** Which of the choices was pressed, from 0. */
  readonly choice?: number;
}

/** What comes to a step that asked. */
export interface CameAnswer extends GivenAnswer {
  /** Wrong answers before this one. */
  readonly tries: number;
}

/** What one version of the configuration does. Which version answers whom is for `answerTurn` to say. */
export interface Engine {
  readonly version: number;
  match(text: string): TextMatch<BoundStep> | undefined;
  /** What data means here; undefined where no callback answers it. */
  meaningOf(data: string): Meaning | undefined;
  /** @returns the turn with what an open question leaves behind when something else is done instead. */
  begin(start: TurnStart, options?: { readonly isQuestionOver?: boolean }): Turn;
  /** Does what a text or a command asks for. @returns what answered. */
  say(turn: Turn, match: TextMatch<BoundStep> | undefined): Promise<string | null>;
  /** Does what a button means; where nothing is meant, what the configuration has for such buttons. */
  press(turn: Turn, meaning: Meaning | undefined): Promise<string | null>;
  /** Whether somebody is still there to take the answer. */
  canTake(conversation: Conversation): boolean;
  takeAnswer(turn: Turn, conversation: Conversation, answer: GivenAnswer): Promise<void>;
  goOn(turn: Turn, continuation: Continuation): Promise<void>;
  /** Whether this may do something that is never left undone for who has done too much. */
  isUrgent(found: Meaning | TextMatch<BoundStep> | undefined): boolean;
  /** What somebody is told who does too much, in Telegram's HTML; null where the configuration says nothing. */
  tooFast(language: string, now: Temporal.Instant): string | null;
  /** Answers a turn that broke: says so, with a code that finds the log. */
  apologise(start: TurnStart, code: string): Promise<Turn>;
  /** Says only what the callback of this name says, where there is one, whatever the person did. */
  announce(start: TurnStart, name: string): Promise<Turn>;
}

/** Handlers that bring the menu, the first that is there. */
const menus = ['/menu', '/start'];

export function createEngine({ snapshot, values, lists, botUsername, ids }: EngineOptions): Engine {
  const renderer = createRenderer(snapshot, { values, lists });
  const known: CallbackIds = ids ?? { callbackId: (data) => data, callbackOf: (id) => id };

  async function goTo(turn: Turn, name: string, args: string): Promise<void> {
    const found = snapshot.find(name);
    if (!found) throw new Error(`the configuration has no callback ${name}`);
    await run(turn, found.entry, args === '' ? found.args : args);
  }

  const ways = { go: goTo, has: (name: string) => snapshot.find(name) !== undefined };

  /** @param came what the first step has waited for. */
  async function run(
    turn: Turn,
    entry: CompiledEntry<BoundStep>,
    args: string,
    { from = 0, came }: { readonly from?: number; readonly came?: { readonly result: unknown } } = {},
  ): Promise<void> {
    const { course } = turn;
    const of = entry.callbackData === null ? 'handler' : 'callback';
    const leaveAt = (step: number): number => course.frames.push({ of, name: entry.name, step, args });
    if (course.pause) return void leaveAt(from);
    const outer = turn.enter(entry.callbackData, args);
    const face = faceOf(entry);
    try {
      for (const [index, step] of entry.steps.entries()) {
        if (index < from) continue;
        course.countStep();
        const end = await (came && index === from ? step.resume(turn, face, came.result) : step.run(turn, face));
        if (end === 'end') return;
        // The step that waits is told what came; those it stands in have done their part.
        if (course.pause) return void leaveAt(course.frames.length === 0 ? index : index + 1);
      }
    } finally {
      turn.leave(outer);
    }
  }

  async function runFrames(turn: Turn, frames: readonly Frame[], result: unknown): Promise<void> {
    for (const [place, frame] of frames.entries()) {
      const entry = entryOf(frame);
      if (entry) await run(turn, entry, frame.args, { from: frame.step, ...(place === 0 ? { came: { result } } : {}) });
      else turn.flaws.push(`the configuration no longer has ${frame.name}, where the turn was to go on`);
    }
  }

  function entryOf({ of, name }: Frame): CompiledEntry<BoundStep> | undefined {
    return of === 'handler' ? snapshot.handler(name) : snapshot.callback(name)?.entry;
  }

  function faceOf(entry: CompiledEntry<BoundStep>): EntryFace {
    let isShown = false;
    return {
      hasMessage: entry.message !== undefined || entry.photoUrl !== undefined,
      get isShown() {
        return isShown;
      },
      async show(turn, mode, options = {}) {
        const screen = await renderer.screen(turn, entry, options);
        isShown = true;
        const { tag } = options;
        if (screen) turn.outputs.push({ kind: 'screen', mode, screen, ...(tag === undefined ? {} : { tag }) });
      },
      async notify(turn, isAlert) {
        turn.outputs.push({ kind: 'notice', text: await renderer.notice(turn, entry), isAlert });
      },
      async showKeyboard(turn, id) {
        const keyboard = await renderer.keyboard(turn, id);
        // What stands in place of the letters comes with a message, never under one.
        if (keyboard?.kind === 'reply') throw new ActionFailure('nothing_to_show');
        if (keyboard) turn.outputs.push({ kind: 'keyboard', keyboard });
      },
      text: (turn, template, more) => renderer.text(turn, template, more),
    };
  }

  const engine: Engine = {
    version: snapshot.version,
    match: (text) => snapshot.matchText(text, { botUsername: botUsername() }),
    meaningOf(data) {
      const found = snapshot.callback(data);
      const id = found && known.callbackId(found.entry.name);
      return id === undefined ? undefined : { id, args: found?.args ?? '' };
    },
    begin(start, { isQuestionOver = false } = {}) {
      const turn = new Turn(start, snapshot.version, ways);
      if (isQuestionOver) turn.endConversation();
      return turn;
    },
    async say(turn, match) {
      if (match) await run(turn, match.entry, match.args);
      else turn.outcome = 'unknown';
      keepQuestion(turn);
      return match?.entry.name ?? null;
    },
    async press(turn, meaning) {
      const name = meaning && known.callbackOf(meaning.id);
      const entry = name === undefined ? undefined : snapshot.callback(name)?.entry;
      if (entry && entry.name === name) await run(turn, entry, meaning?.args ?? '');
      else {
        turn.outcome = 'unknown';
        const instead = snapshot.callback(systemScreens.unknownButton)?.entry ?? firstMenu(snapshot);
        if (instead) await run(turn, instead, '');
      }
      keepQuestion(turn);
      return turn.outcome === 'unknown' ? null : (name ?? null);
    },
    canTake({ step, question }) {
      const [first] = question?.frames ?? [];
      if (!first) return snapshot.find(step) !== undefined;
      return entryOf(first)?.steps[first.step]?.waits === true;
    },
    async takeAnswer(turn, { step, variables, question }, answer) {
      restore(turn, variables);
      // The answer ends the question; what takes it may ask again.
      turn.endConversation();
      turn.input = answer.text;
      turn.keep('input', answer.text);
      const came: CameAnswer = { ...answer, tries: question?.tries ?? 0 };
      if (question) await runFrames(turn, question.frames, came);
      else await goTo(turn, step, '');
      keepQuestion(turn);
    },
    async goOn(turn, { frames, variables, result }) {
      restore(turn, variables);
      await runFrames(turn, frames, result);
      keepQuestion(turn);
    },
    isUrgent(found) {
      if (!found) return false;
      const name = 'entry' in found ? undefined : known.callbackOf(found.id);
      const entry = 'entry' in found ? found.entry : name === undefined ? undefined : snapshot.callback(name)?.entry;
      return entry !== undefined && leadsToUrgent(entry);
    },
    tooFast(language, now) {
      // Nobody has been looked up for it: what would name a value is empty there.
      const context = { language, timeZone: 'UTC', now, today: now.toZonedDateTimeISO('UTC').toPlainDate() };
      const template = snapshot.callback(systemScreens.tooFast)?.entry.message?.(language);
      return template?.render({}, context) ?? null;
    },
    apologise: (start, code) => sayOnly(systemScreens.failed, () => failedTurn(start, code)),
    announce: (start, name) => sayOnly(name, () => engine.begin(start)),
  };
  return engine;

  async function sayOnly(name: string, begin: () => Turn): Promise<Turn> {
    const turn = begin();
    try {
      if (snapshot.callback(name)) await turn.go(name);
      return turn;
    } catch (error) {
      if (sqlState(error) !== null) throw error;
      // What fails here as well must not keep the update from being done with.
      const silent = begin();
      silent.flaws.push(`${name} failed: ${String(error)}`);
      return silent;
    }
  }

  /** Follows everything that a step may go to at once. */
  function leadsToUrgent(first: CompiledEntry<BoundStep>): boolean {
    const seen = new Set([first]);
    for (const entry of seen) {
      for (const step of entry.steps) {
        if (step.isUrgent) return true;
        for (const target of step.targets) {
          const next = snapshot.find(target)?.entry;
          if (next) seen.add(next);
        }
      }
    }
    return false;
  }

  function failedTurn(start: TurnStart, code: string): Turn {
    const turn = engine.begin(start);
    turn.outcome = 'failed';
    turn.values['error'] = { code };
    return turn;
  }
}

/** A question has to be there when its answer comes, so it is kept with the turn's other changes. */
function keepQuestion(turn: Turn): void {
  const { pause, frames } = turn.course;
  const [first] = frames;
  if (pause?.kind !== 'question' || !first) return;
  const question = { frames: [...frames], tries: pause.tries, ...(pause.token ? { token: pause.token } : {}) };
  turn.ask(first.name, { ...turn.kept }, question);
}

function restore(turn: Turn, variables: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(variables)) turn.keep(name, value);
  const { input } = variables;
  if (typeof input === 'string') turn.input = input;
}

function firstMenu(snapshot: Snapshot<BoundStep>): CompiledEntry<BoundStep> | undefined {
  return menus.map((pattern) => snapshot.handler(pattern)).find((entry) => entry !== undefined);
}
