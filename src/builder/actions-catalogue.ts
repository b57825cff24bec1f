import { z } from 'zod';
import { whenThere, type Soon } from '../platform/soon.ts';
import { ActionFailure } from './action-failure.ts';
import type { RenderedButton, Turn } from './turn.ts';
import type { ActionCatalogue, ArgumentFault, Showing } from './rules/compile.ts';
import { type Localized, UNEXPECTED_WORDS } from './rules/problem-texts.ts';
import type { Template } from './rules/template.ts';
import { argumentFaults } from './shape-problems.ts';

/** Something a message or a button can do. */
export interface Action {
  readonly name: string;
  /** A few words by which people know it. */
  readonly title: Localized;
  /** One sentence for whoever chooses it in an editor. */
  readonly summary: Localized;
  /** As text where it can be written so, else as fields. */
  readonly example: string | Readonly<Record<string, unknown>>;
  /** Whether its arguments can be words behind its name; without words, whether it needs any. */
  readonly takesWords: boolean;
  /** What can go wrong, by the code that `error.reason` and the statistics have for it. */
  readonly failures: Readonly<Record<string, Localized>>;
  readonly argsSchema: z.ZodType;
  /**
   * Checks the arguments: words after the name, or fields.
   *
   * @returns a step ready to run, or what is wrong with each argument.
   */
  bind(source: string | Readonly<Record<string, unknown>>): BoundStep | { readonly faults: readonly ArgumentFault[] };
}

/** Whether the entry goes on with its next step, as it does where a step says nothing. */
export type StepEnd = 'next' | 'end' | void;

export interface BoundStep {
  readonly name: string;
  /** The callbacks it may lead to. */
  readonly targets: readonly string[];
  /** Keyboards it names. */
  readonly keyboards: readonly string[];
  /** The templates among its arguments. */
  readonly templates: readonly Template[];
  /** How it shows the message it stands with; `perhaps`: where there is one. */
  readonly shows: Showing | undefined;
  /** Where it always goes at once. */
  readonly jump?: string;
  /** Whether the turn goes on only when the person has answered. */
  readonly waits: boolean;
  /** Whether it must be done also for who has done too much. */
  readonly isUrgent: boolean;
  run(turn: Turn, entry: EntryFace): Soon<StepEnd>;
  /** Goes on when what it waited for has come: an answer, or what came of a call. */
  resume(turn: Turn, entry: EntryFace, result: unknown): Soon<StepEnd>;
}

/** What an action may do with the handler or callback it stands in. */
export interface EntryFace {
  readonly hasMessage: boolean;
  /** Whether the message has been shown in this turn. */
  readonly isShown: boolean;
  /** Shows the entry's own message. */
  show(turn: Turn, mode: 'edit' | 'send', options?: ShowOptions): Soon<void>;
  /** Shows the entry's own message as a short notice. */
  notify(turn: Turn, isAlert: boolean): Soon<void>;
  /** Puts another keyboard under the message whose button was pressed. */
  showKeyboard(turn: Turn, id: string): Soon<void>;
  /** What a template of the step's arguments says to this person now. */
  text(turn: Turn, template: Template, more?: Readonly<Record<string, unknown>>): Soon<string>;
}

export interface ShowOptions {
  /** Comes back with the id of the message. */
  readonly tag?: string;
  /** In place of the entry's own keyboard. */
  readonly keyboard?: string;
  /** Rows above those of the entry's own keyboard. */
  readonly choices?: readonly (readonly RenderedButton[])[];
}

interface ActionSpec<Schema extends z.ZodType> {
  readonly name: string;
  readonly title: Localized;
  readonly summary: Localized;
  readonly example: Action['example'];
  readonly failures?: Readonly<Record<string, Localized>>;
  readonly args: Schema;
  /** Turns the words after the name into the fields of `args`. */
  fromWords?(words: string): Readonly<Record<string, unknown>>;
  targets?(args: z.infer<Schema>): readonly string[];
  keyboards?(args: z.infer<Schema>): readonly string[];
  templates?(args: z.infer<Schema>): readonly Template[];
  readonly shows?: Showing;
  jump?(args: z.infer<Schema>): string;
  readonly waits?: boolean | ((args: z.infer<Schema>) => boolean);
  readonly isUrgent?: true;
  run(turn: Turn, args: z.infer<Schema>, entry: EntryFace): Soon<StepEnd>;
  resume?(turn: Turn, args: z.infer<Schema>, entry: EntryFace, result: unknown): Soon<StepEnd>;
}

/** An argument with its title and, where that does not say all, a description, for whoever fills it in. */
export function argument<Schema extends z.ZodType>(
  schema: Schema,
  words: { readonly ru: readonly [string, string?]; readonly en: readonly [string, string?] },
): Schema {
  const [title, description] = words.en;
  const [titleRu, descriptionRu] = words.ru;
  return schema.meta({
    title,
    ...(description === undefined ? {} : { description }),
    'x-ru': { title: titleRu, ...(descriptionRu === undefined ? {} : { description: descriptionRu }) },
  });
}

/** A field that every action has: what catches its failures. */
const catching = z.object({ on_failure: z.string().min(1).max(64).optional() });

/** Declares an action; its arguments are checked once, when the configuration is compiled. */
export function action<Schema extends z.ZodType>(spec: ActionSpec<Schema>): Action {
  return {
    name: spec.name,
    title: spec.title,
    summary: spec.summary,
    example: spec.example,
    takesWords: spec.fromWords !== undefined,
    failures: spec.failures ?? {},
    argsSchema: spec.args,
    bind(source) {
      if (typeof source === 'string' && spec.fromWords === undefined && source.trim() !== '') {
        return { faults: [{ path: [], message: UNEXPECTED_WORDS }] };
      }
      const given = typeof source === 'string' ? (spec.fromWords?.(source) ?? {}) : source;
      const caught = catching.safeParse(given);
      if (!caught.success) return { faults: argumentFaults(catching, given) };
      const { on_failure: onFailure } = caught.data;
      const { on_failure: _, ...fields } = given;
      const parsed = spec.args.safeParse(fields);
      if (!parsed.success) return { faults: argumentFaults(spec.args, fields) };
      const args = parsed.data;
      const jump = spec.jump?.(args);
      const targets = spec.targets?.(args) ?? (jump === undefined ? [] : [jump]);
      const guard = (work: () => Soon<StepEnd>, turn: Turn) =>
        onFailure === undefined ? work() : guarded(work, turn, onFailure);
      return {
        name: spec.name,
        targets: onFailure === undefined ? targets : [...targets, onFailure],
        keyboards: spec.keyboards?.(args) ?? [],
        templates: spec.templates?.(args) ?? [],
        shows: spec.shows,
        ...(jump === undefined ? {} : { jump }),
        isUrgent: spec.isUrgent ?? false,
        waits: typeof spec.waits === 'function' ? spec.waits(args) : (spec.waits ?? false),
        run: (turn, entry) => guard(() => spec.run(turn, args, entry), turn),
        resume: (turn, entry, result) => guard(() => spec.resume?.(turn, args, entry, result), turn),
      };
    },
  };
}

/** Lets the configuration catch what an action could not do; what follows in the entry is then left out. */
function guarded(work: () => Soon<StepEnd>, turn: Turn, onFailure: string): Soon<StepEnd> {
  try {
    const end = work();
    return end instanceof Promise ? end.catch(caught) : end;
  } catch (error) {
    return caught(error);
  }

  function caught(error: unknown): Soon<StepEnd> {
    if (!(error instanceof ActionFailure)) throw error;
    turn.flaws.push(error.message);
    turn.outcome = error.code;
    turn.keep('error', { reason: error.code });
    return whenThere(turn.go(onFailure), () => 'end' as const);
  }
}

/** Callbacks that the program goes to by itself, where the configuration has them. */
export const systemScreens = {
  unknownButton: 'system.unknown_button',
  failed: 'system.failed',
  wrongAnswer: 'system.wrong_answer',
  tooFast: 'system.too_fast',
  erasing: 'system.erasing',
  fileProgress: 'file.progress',
  fileLink: 'file.link',
  fileTooLarge: 'file.too_large',
} as const;

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
      return 'faults' in bound ? { ok: false, problem: bound.faults } : { ok: true, step: bound };
    },
    names: [...byName.keys()],
    example: (name) => exampleOf(byName.get(name)),
    title: (name) => byName.get(name)?.title,
    argumentTitle: (name, field) => argumentTitle(byName.get(name), field),
    targets: (step) => step.targets,
    keyboards: (step) => step.keyboards,
    templates: (step) => step.templates,
    shows: (step) => step.shows,
    jump: (step) => step.jump,
    waits: (step) => step.waits,
    optional: Object.values(systemScreens),
  };
}

function exampleOf(found: Action | undefined): string | undefined {
  return typeof found?.example === 'object' ? JSON.stringify(found.example) : found?.example;
}

const titled = z.looseObject({ title: z.string(), 'x-ru': z.looseObject({ title: z.string() }) });

/** What a form calls the field of an action. */
function argumentTitle(found: Action | undefined, field: string): Localized | undefined {
  const shape = found?.argsSchema instanceof z.ZodObject ? found.argsSchema.shape[field] : undefined;
  const words = titled.safeParse(shape instanceof z.ZodType ? shape.meta() : undefined);
  return words.success ? { ru: words.data['x-ru'].title, en: words.data.title } : undefined;
}
