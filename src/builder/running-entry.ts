import { whenThere, type Soon } from '../platform/soon.ts';
import { ActionFailure } from './action-failure.ts';
import type { BoundStep, EntryFace, ShowOptions, StepEnd } from './actions-catalogue.ts';
import type { Renderer } from './render.ts';
import type { CompiledEntry } from './rules/compile.ts';
import type { Template } from './rules/template.ts';
import type { Place, Turn } from './turn.ts';

/** What a step has waited for. */
export interface Came {
  readonly result: unknown;
}

/** A handler or callback that a turn is in: its steps are taken, and may show its message. */
export class RunningEntry implements EntryFace {
  readonly #renderer: Renderer;
  readonly #turn: Turn;
  readonly #entry: CompiledEntry<BoundStep>;
  readonly #args: string;
  #isShown = false;

  /** @param args the words the entry is given. */
  constructor(renderer: Renderer, turn: Turn, entry: CompiledEntry<BoundStep>, args: string) {
    this.#renderer = renderer;
    this.#turn = turn;
    this.#entry = entry;
    this.#args = args;
  }

  /**
   * Takes the steps, up to the one that ends it or makes the turn wait; at once as far as none has to be waited for.
   *
   * @param from the first of them.
   * @param came what that one has waited for.
   */
  take(from: number, came: Came | undefined): Soon<void> {
    const turn = this.#turn;
    if (turn.course.pause) return this.#leaveAt(from);
    const outer = turn.enter(this.#entry.callbackData, this.#args);
    const { length } = this.#entry.steps;
    try {
      for (let index = from; index < length; index++) {
        const end = this.#takeStep(index, index === from ? came : undefined);
        if (end instanceof Promise) return this.#goOnAfter(end, index, outer);
        if (this.#isOver(index, end)) break;
      }
    } catch (error) {
      turn.leave(outer);
      throw error;
    }
    turn.leave(outer);
  }

  /** Takes what is left when a step has to be waited for. */
  async #goOnAfter(end: Promise<StepEnd>, index: number, outer: Place): Promise<void> {
    try {
      if (this.#isOver(index, await end)) return;
      for (let next = index + 1; next < this.#entry.steps.length; next++)
        if (this.#isOver(next, await this.#takeStep(next))) return;
    } finally {
      this.#turn.leave(outer);
    }
  }

  #takeStep(index: number, came?: Came): Soon<StepEnd> {
    const step = this.#entry.steps[index];
    this.#turn.course.countStep();
    return came ? step?.resume(this.#turn, this, came.result) : step?.run(this.#turn, this);
  }

  /** Whether this step was the entry's last in this turn. */
  #isOver(index: number, end: StepEnd): boolean {
    if (end === 'end') return true;
    const { pause, frames } = this.#turn.course;
    if (!pause) return false;
    // The step that waits is told what came; those it stands in have done their part.
    this.#leaveAt(frames.length === 0 ? index : index + 1);
    return true;
  }

  /** Leaves a step to be taken when the turn goes on. */
  #leaveAt(step: number): void {
    const { callbackData, name } = this.#entry;
    const of = callbackData === null ? 'handler' : 'callback';
    this.#turn.course.frames.push({ of, name, step, args: this.#args });
  }

  get hasMessage(): boolean {
    return this.#entry.message !== undefined || this.#entry.photoUrl !== undefined;
  }

  get isShown(): boolean {
    return this.#isShown;
  }

  show(turn: Turn, mode: 'edit' | 'send', options?: ShowOptions): Soon<void> {
    return whenThere(this.#renderer.screen(turn, this.#entry, options), (screen) => {
      this.#isShown = true;
      const tag = options?.tag;
      if (!screen) return;
      turn.outputs.push(tag === undefined ? { kind: 'screen', mode, screen } : { kind: 'screen', mode, screen, tag });
    });
  }

  notify(turn: Turn, isAlert: boolean): Soon<void> {
    return whenThere(this.#renderer.notice(turn, this.#entry), (text) => {
      turn.outputs.push({ kind: 'notice', text, isAlert });
    });
  }

  showKeyboard(turn: Turn, id: string): Soon<void> {
    return whenThere(this.#renderer.keyboard(turn, id), (keyboard) => {
      // What stands in place of the letters comes with a message, never under one.
      if (keyboard?.kind === 'reply') throw new ActionFailure('nothing_to_show');
      if (keyboard) turn.outputs.push({ kind: 'keyboard', keyboard });
    });
  }

  text(turn: Turn, template: Template, more?: Readonly<Record<string, unknown>>): Soon<string> {
    return this.#renderer.text(turn, template, more);
  }
}
