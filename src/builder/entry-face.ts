import { whenThere, type Soon } from '../platform/soon.ts';
import { ActionFailure } from './action-failure.ts';
import type { EntryFace, ShowOptions } from './actions-catalogue.ts';
import type { Renderer } from './render.ts';
import type { CompiledEntry } from './rules/compile.ts';
import type { Template } from './rules/template.ts';
import type { Turn } from './turn.ts';

/** What the steps of one entry may do with it while it runs. */
export class RunningEntry implements EntryFace {
  readonly #renderer: Renderer;
  readonly #entry: CompiledEntry;
  #isShown = false;

  constructor(renderer: Renderer, entry: CompiledEntry) {
    this.#renderer = renderer;
    this.#entry = entry;
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
      if (screen) turn.outputs.push({ kind: 'screen', mode, screen, ...(tag === undefined ? {} : { tag }) });
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
