import { sqlState } from '../platform/database/errors.ts';
import { whenThere, type Soon } from '../platform/soon.ts';
import { systemScreens, type BoundStep } from './actions-catalogue.ts';
import type { Continuation } from './continuations.ts';
import type { Conversation } from './conversations.ts';
import type { Frame } from './course.ts';
import { createRenderer, type ListProviders, type ValueProviders } from './render.ts';
import { RunningEntry, type Came } from './running-entry.ts';
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
  say(turn: Turn, match: TextMatch<BoundStep> | undefined): Soon<string | null>;
  /** Does what a button means; where nothing is meant, what the configuration has for such buttons. */
  press(turn: Turn, meaning: Meaning | undefined): Soon<string | null>;
  /** Whether somebody is still there to take the answer. */
  canTake(conversation: Conversation): boolean;
  takeAnswer(turn: Turn, conversation: Conversation, answer: GivenAnswer): Soon<void>;
  goOn(turn: Turn, continuation: Continuation): Soon<void>;
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

  function goTo(turn: Turn, name: string, args: string): Soon<void> {
    const found = snapshot.find(name);
    if (!found) throw new Error(`the configuration has no callback ${name}`);
    return run(turn, found.entry, args === '' ? found.args : args);
  }

  const ways = { go: goTo, has: (name: string) => snapshot.find(name) !== undefined };

  /** @param came what the step has waited for that is taken first. */
  function run(turn: Turn, entry: CompiledEntry<BoundStep>, args: string, from = 0, came?: Came): Soon<void> {
    return new RunningEntry(renderer, turn, entry, args).take(from, came);
  }

  async function runFrames(turn: Turn, frames: readonly Frame[], result: unknown): Promise<void> {
    for (const [place, frame] of frames.entries()) {
      const entry = entryOf(frame);
      if (entry) await run(turn, entry, frame.args, frame.step, place === 0 ? { result } : undefined);
      else turn.flaws.push(`the configuration no longer has ${frame.name}, where the turn was to go on`);
    }
  }

  function entryOf({ of, name }: Frame): CompiledEntry<BoundStep> | undefined {
    return of === 'handler' ? snapshot.handler(name) : snapshot.callback(name)?.entry;
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
    say(turn, match) {
      if (!match) turn.outcome = 'unknown';
      return whenThere(match && run(turn, match.entry, match.args), () => {
        keepQuestion(turn);
        return match?.entry.name ?? null;
      });
    },
    press(turn, meaning) {
      const name = meaning && known.callbackOf(meaning.id);
      const meant = name === undefined ? undefined : snapshot.callback(name)?.entry;
      const isKnown = meant !== undefined && meant.name === name;
      if (!isKnown) turn.outcome = 'unknown';
      const entry = isKnown ? meant : (snapshot.callback(systemScreens.unknownButton)?.entry ?? firstMenu(snapshot));
      return whenThere(entry && run(turn, entry, isKnown ? (meaning?.args ?? '') : ''), () => {
        keepQuestion(turn);
        return turn.outcome === 'unknown' ? null : (name ?? null);
      });
    },
    canTake({ step, question }) {
      const [first] = question?.frames ?? [];
      if (!first) return snapshot.find(step) !== undefined;
      return entryOf(first)?.steps[first.step]?.waits === true;
    },
    takeAnswer(turn, { step, variables, question }, answer) {
      restore(turn, variables);
      // The answer ends the question; what takes it may ask again.
      turn.endConversation();
      turn.input = answer.text;
      turn.keep('input', answer.text);
      const came: CameAnswer = { ...answer, tries: question?.tries ?? 0 };
      const taken = question ? runFrames(turn, question.frames, came) : goTo(turn, step, '');
      return whenThere(taken, () => keepQuestion(turn));
    },
    goOn(turn, { frames, variables, result }) {
      restore(turn, variables);
      return whenThere(runFrames(turn, frames, result), () => keepQuestion(turn));
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
