import type { z } from 'zod';
import type { ActionCatalogue } from './rules/compile.ts';
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
  /** The callbacks it may lead to. */
  readonly targets: readonly string[];
  /** Where it always goes at once. */
  readonly jump?: string;
  /** Whether the turn goes on only when the person has answered. */
  readonly waits: boolean;
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
  jump?(args: z.infer<Schema>): string;
  readonly waits?: boolean;
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
      const jump = spec.jump?.(args);
      return {
        name: spec.name,
        targets: spec.targets?.(args) ?? (jump === undefined ? [] : [jump]),
        ...(jump === undefined ? {} : { jump }),
        waits: spec.waits ?? false,
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

/** Callbacks that the engine goes to by itself, where the configuration has them. */
export const systemScreens = { unknownButton: 'system.unknown_button', failed: 'system.failed' } as const;

/** All actions of all features, as the compiler of configurations asks for them. */
export function catalogueOf(actions: readonly Action[]): ActionCatalogue<BoundStep> {
  const byName = new Map(actions.map((each) => [each.name, each]));
  return {
    parse(source) {
      const [, name = '', words = ''] = typeof source === 'string' ? (/^(\S+)\s*([^]*)$/.exec(source) ?? []) : [];
      const { action: field = name, ...fields } = typeof source === 'string' ? {} : source;
      const found = byName.get(String(field));
      if (!found) return { ok: false, problem: `there is no action ${String(field)}` };
      const bound = found.bind(typeof source === 'string' ? words : fields);
      return 'problem' in bound ? { ok: false, problem: bound.problem } : { ok: true, step: bound };
    },
    targets: (step) => step.targets,
    jump: (step) => step.jump,
    waits: (step) => step.waits,
    optional: Object.values(systemScreens),
  };
}
