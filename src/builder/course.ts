import { ActionFailure } from './action-failure.ts';

/** A place in the configuration's steps: an entry, and which of its steps is next. */
export interface Frame {
  readonly of: 'handler' | 'callback';
  readonly name: string;
  readonly step: number;
  /** The words the entry was given. */
  readonly args: string;
}

/** What a turn waits for before it goes on. */
export type Pause =
  /** The person's answer; `tries` were wrong already, and `token` is what buttons that answer carry. */
  | { readonly kind: 'question'; readonly tries: number; readonly token?: string }
  | { readonly kind: 'wait'; readonly seconds: number }
  /** A call to somebody else's server, as its row keeps it. */
  | { readonly kind: 'http'; readonly request: unknown };

/** Steps in one turn that no sensible configuration needs. */
const mostSteps = 64;
/** How often one turn may wait for the clock or a server, one time after another. */
const mostPauses = 100;

/**
 * How a turn goes through the configuration's steps, and where it will go on once it has to wait.
 *
 * Nothing can wait inside the transaction that turns share, so a step that must wait only says so. From then on every
 * entry under way, the innermost first, leaves its next step here instead of taking it, and so does whatever an
 * action of the program still leads to. The list that results is what is left to do, in its order.
 */
export class Course {
  /** How often this turn has waited before. */
  readonly resumptions: number;
  readonly frames: Frame[] = [];
  #pause: Pause | null = null;
  #steps = 0;

  constructor(resumptions: number) {
    this.resumptions = resumptions;
  }

  get pause(): Pause | null {
    return this.#pause;
  }

  /** @throws {ActionFailure} `too_many_pauses` for a turn that comes back again and again. */
  wait(pause: Pause): void {
    if (this.#pause) throw new Error('a turn waits for one thing at a time');
    if (pause.kind !== 'question' && this.resumptions >= mostPauses) throw new ActionFailure('too_many_pauses');
    this.#pause = pause;
  }

  /** @throws when the turn has taken more steps than any sensible configuration needs: a loop. */
  countStep(): void {
    this.#steps += 1;
    if (this.#steps > mostSteps) throw new Error('the configuration runs in a loop');
  }
}
