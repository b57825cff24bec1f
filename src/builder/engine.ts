import { conversationsDesk } from './conversations.ts';
import { systemScreens, type BoundStep, type EntryFace } from './actions-catalogue.ts';
import { sqlState } from '../platform/database/errors.ts';
import { createRenderer, type ListProviders, type ValueProviders } from './render.ts';
import type { CompiledEntry, Snapshot } from './rules/compile.ts';
import { Turn, type TurnStart } from './turn.ts';

export interface EngineOptions {
  readonly snapshot: Snapshot<BoundStep>;
  readonly values: ValueProviders;
  readonly lists: ListProviders;
  /** The bot's name without «@»; empty while Telegram has not told it. */
  readonly botUsername: () => string;
}

export interface TurnResult {
  readonly turn: Turn;
  /** The pattern or callback data that answered; null where nothing did. */
  readonly handler: string | null;
  /** The kind of interaction, for the statistics. */
  readonly event: 'start' | 'command' | 'text' | 'button_click';
  /** The payload of the deep link that was followed. */
  readonly source: string | null;
}

/** Answers turns by one version of the configuration. */
export interface Engine {
  readonly version: number;
  answer(start: TurnStart): Promise<TurnResult>;
  /** Answers a turn that broke: says so, with a code that finds the log. */
  apologise(start: TurnStart, code: string): Promise<TurnResult>;
}

export function createEngine({ snapshot, values, lists, botUsername }: EngineOptions): Engine {
  const renderer = createRenderer(snapshot, { values, lists });

  async function goTo(turn: Turn, name: string, args: string): Promise<void> {
    const found = snapshot.find(name);
    if (!found) throw new Error(`the configuration has no callback ${name}`);
    await run(turn, found.entry, args === '' ? found.args : args);
  }

  async function run(turn: Turn, entry: CompiledEntry<BoundStep>, args: string): Promise<void> {
    const outer = turn.enter(entry.callbackData, args);
    for (const step of entry.steps) {
      turn.countStep();
      await step.run(turn, face(entry));
    }
    turn.leave(outer);
  }

  function face(entry: CompiledEntry<BoundStep>): EntryFace {
    return {
      show: async (turn, mode, tag) => {
        const screen = await renderer.screen(turn, entry);
        if (screen) turn.outputs.push({ kind: 'screen', mode, screen, ...(tag === undefined ? {} : { tag }) });
      },
      notify: async (turn, isAlert) => {
        turn.outputs.push({ kind: 'notice', text: await renderer.notice(turn, entry), isAlert });
      },
    };
  }

  async function goIfThere(turn: Turn, name: string): Promise<void> {
    if (snapshot.callback(name)) await turn.go(name);
  }

  async function answer(start: TurnStart): Promise<TurnResult> {
    const turn = new Turn(start, snapshot.version, goTo);
    const waiting = turn.batch.use(conversationsDesk).of(turn.person.id);
    // A question of an earlier configuration may have nobody left to take its answer.
    const conversation = waiting && snapshot.find(waiting.step) ? waiting : null;
    if (waiting && !conversation) turn.endConversation();
    const { trigger } = turn;
    const resume = async (input: string): Promise<void> => {
      if (!conversation) return;
      Object.assign(turn.values, conversation.variables);
      turn.input = input;
      // The answer ends the question; what takes it may ask again.
      turn.endConversation();
      await goTo(turn, conversation.step, '');
    };

    if (trigger.kind === 'location' && conversation) {
      await resume(`${trigger.latitude}, ${trigger.longitude}`);
      return { turn, handler: conversation.step, event: 'text', source: null };
    }

    if (trigger.kind === 'press') {
      if (conversation) turn.endConversation();
      const found = snapshot.callback(trigger.data);
      if (found) await run(turn, found.entry, found.args);
      else {
        turn.outcome = 'unknown';
        await goIfThere(turn, systemScreens.unknownButton);
      }
      return { turn, handler: found?.entry.name ?? null, event: 'button_click', source: null };
    }

    // A place that nobody asked for says nothing in words, and is answered like words nobody knows.
    const text = trigger.kind === 'text' ? trigger.text : '';
    const match = snapshot.matchText(text, { botUsername: botUsername() });
    const command = /^\/(\w+)(?:@\w+)?(?:\s+(\S+))?/.exec(text);
    const event = command ? (command[1] === 'start' ? 'start' : 'command') : 'text';
    const source = event === 'start' ? (command?.[2]?.slice(0, 64) ?? null) : null;
    // Menus and commands work in the middle of a question too, and end it.
    const isMeant = match && (match.kind === 'deep_link' || match.kind === 'command' || match.kind === 'exact');
    if (conversation && !isMeant) {
      await resume(text);
      return { turn, handler: conversation.step, event, source };
    }
    if (conversation) turn.endConversation();
    if (match) await run(turn, match.entry, match.args);
    else turn.outcome = 'unknown';
    return { turn, handler: match?.entry.name ?? null, event, source };
  }

  return {
    version: snapshot.version,
    answer,
    async apologise(start, code) {
      const failedTurn = (): Turn => {
        const made = new Turn(start, snapshot.version, goTo);
        made.outcome = 'failed';
        made.values['error'] = { code };
        return made;
      };
      let turn = failedTurn();
      try {
        await goIfThere(turn, systemScreens.failed);
      } catch (error) {
        if (sqlState(error) !== null) throw error;
        // An apology that fails as well must not keep the update from being done with.
        turn = failedTurn();
        turn.flaws.push(`the apology failed: ${String(error)}`);
      }
      const event = start.trigger.kind === 'press' ? 'button_click' : 'text';
      return { turn, handler: null, event, source: null };
    },
  };
}
