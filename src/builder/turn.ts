import type { Person } from '../people/person.ts';
import type { Batch } from '../platform/database/batch.ts';

/** What brought a turn about. */
export type Trigger =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number }
  /** `version`: the tracker's, as the button carried it; undefined for a button without one. */
  | {
      readonly kind: 'press';
      readonly data: string;
      readonly version: number | undefined;
      readonly messageId: number | null;
    };

/** A keyboard as one person sees it now. */
export type RenderedKeyboard =
  | {
      readonly kind: 'reply';
      readonly rows: readonly (readonly RenderedButton[])[];
      readonly placeholder?: string;
      readonly oneTime: boolean;
    }
  | { readonly kind: 'inline'; readonly rows: readonly (readonly RenderedButton[])[] };

export interface RenderedButton {
  readonly label: string;
  readonly data?: string;
  readonly url?: string;
  readonly webApp?: string;
  readonly requests?: 'contact' | 'location';
}

export interface Screen {
  /** In Telegram's HTML. */
  readonly text: string;
  readonly photoUrl?: string;
  readonly keyboard?: RenderedKeyboard;
}

/** What a turn says, in order. */
export type Output =
  /** `edit` changes the message whose button was pressed, where there is one. `tag` comes back with its message id. */
  | { readonly kind: 'screen'; readonly mode: 'edit' | 'send'; readonly screen: Screen; readonly tag?: string }
  /** A short notice over the chat. */
  | { readonly kind: 'notice'; readonly text: string; readonly isAlert: boolean }
  /** Takes the buttons off an older message. */
  | { readonly kind: 'retire'; readonly chatId: number; readonly messageId: number };

export interface TurnStart {
  readonly person: Person;
  readonly chatId: number;
  readonly trigger: Trigger;
  /** When the person acted; whole seconds. */
  readonly at: Temporal.Instant;
  readonly now: Temporal.Instant;
  readonly batch: Batch;
}

/** Runs another callback of the configuration as part of a turn. */
export type GoTo = (turn: Turn, name: string, args: string) => Promise<void>;

/**
 * One person's turn: what they did, and what is answered. Changes are kept as closures until the turn has
 * succeeded, so that one that fails leaves nothing behind in the batch it shares.
 */
export class Turn {
  readonly person: Person;
  readonly chatId: number;
  readonly trigger: Trigger;
  readonly at: Temporal.Instant;
  readonly now: Temporal.Instant;
  readonly batch: Batch;
  readonly outputs: Output[] = [];
  /** What templates see beside the values that features provide. */
  readonly values: Record<string, unknown> = {};
  /** The words after the name of the callback or handler that runs now. */
  args = '';
  /** What was typed in answer to a question. */
  input: string | null = null;
  /** The data of the screen shown last: a keyboard may mark the button that leads to it. */
  current = '';
  /** How it ended, for the statistics: `done`, or the name of a refusal. */
  outcome = 'done';
  readonly #goTo: GoTo;
  readonly #writes: (() => void)[] = [];
  #steps = 0;

  constructor(start: TurnStart, goTo: GoTo) {
    this.person = start.person;
    this.chatId = start.chatId;
    this.trigger = start.trigger;
    this.at = start.at;
    this.now = start.now;
    this.batch = start.batch;
    this.#goTo = goTo;
  }

  /** The message whose button was pressed, if any. */
  get pressedMessage(): { chatId: number; messageId: number } | null {
    if (this.trigger.kind !== 'press' || this.trigger.messageId === null) return null;
    return { chatId: this.chatId, messageId: this.trigger.messageId };
  }

  /** The tracker's version on the button that was pressed. */
  get pressedVersion(): number | undefined {
    return this.trigger.kind === 'press' ? this.trigger.version : undefined;
  }

  /** Does what the callback of this name does. */
  go(name: string, args = ''): Promise<void> {
    return this.#goTo(this, name, args);
  }

  /** Keeps a change for when the turn has succeeded. */
  write(change: () => void): void {
    this.#writes.push(change);
  }

  /** Hands the kept changes to their desks. */
  settle(): void {
    for (const change of this.#writes) change();
  }

  /** @throws when the turn has taken more steps than any sensible configuration needs: a loop. */
  countStep(): void {
    this.#steps += 1;
    if (this.#steps > 64) throw new Error('the configuration runs in a loop');
  }
}
