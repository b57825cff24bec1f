import type { z } from 'zod';
import type { Turn } from './turn.ts';

/** Something a message or a button can do. */
export interface Action {
  readonly name: string;
  /** One sentence for whoever chooses it in an editor. */
  readonly summary: string;
  readonly example: string;
  readonly argsSchema: z.ZodType;
  /**
   * Checks the arguments: words after the name, or fields.
   *
   * @returns a step ready to run, or what is wrong in one sentence.
   */
  bind(source: string | Readonly<Record<string, unknown>>): BoundStep | { readonly problem: string };
}

export interface BoundStep {
  readonly name: string;
  /** The callbacks it leads to. */
  readonly targets: readonly string[];
  run(turn: Turn, entry: EntryFace): Promise<void>;
}

/** What an action may do with the handler or callback it stands in. */
export interface EntryFace {
  /** Shows the entry's own message. */
  show(turn: Turn, mode: 'edit' | 'send', tag?: string): Promise<void>;
  /** Shows the entry's own message as a short notice. */
  notify(turn: Turn, isAlert: boolean): Promise<void>;
}

interface ActionSpec<Schema extends z.ZodType> {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  readonly args: Schema;
  /** Turns the words after the name into the fields of `args`. */
  fromWords?(words: string): Readonly<Record<string, unknown>>;
  targets?(args: z.infer<Schema>): readonly string[];
  run(turn: Turn, args: z.infer<Schema>, entry: EntryFace): Promise<void> | void;
}

/** Declares an action; its arguments are checked once, when the configuration is compiled. */
export function action<Schema extends z.ZodType>(spec: ActionSpec<Schema>): Action {
  return {
    name: spec.name,
    summary: spec.summary,
    example: spec.example,
    argsSchema: spec.args,
    bind(source) {
      const fields = typeof source === 'string' ? (spec.fromWords?.(source) ?? noWords(source)) : source;
      const parsed = spec.args.safeParse(fields);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        return { problem: `${spec.name}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.replace(/\s+/g, ' ') };
      }
      const args = parsed.data;
      return {
        name: spec.name,
        targets: spec.targets?.(args) ?? [],
        run: async (turn, entry) => {
          await spec.run(turn, args, entry);
        },
      };
    },
  };
}

/** An action that takes no words refuses them by a field no schema has. */
function noWords(words: string): Readonly<Record<string, unknown>> {
  return words.trim() === '' ? {} : { 'unexpected words': words };
}
