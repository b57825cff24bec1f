import { whenThere, type Soon } from '../platform/soon.ts';
import { readChoiceData } from './choice-data.ts';
import { conversationsDesk, type Conversation } from './conversations.ts';
import type { Engine, GivenAnswer, Meaning } from './engine.ts';
import type { Trigger, Turn, TurnStart } from './turn.ts';

/** The versions of the configuration that can answer. */
export interface Engines {
  current(): Engine;
  /** An older version, as long as somebody is in the middle of it or its buttons are about; undefined where it is not here. */
  of(version: number): Engine | undefined;
}

export interface TurnResult {
  readonly turn: Turn;
  /** The pattern or callback data that answered; null where nothing did. */
  readonly handler: string | null;
  /** The kind of interaction, for the statistics; null where the person did nothing. */
  readonly event: 'start' | 'command' | 'text' | 'button_click' | null;
  /** The payload of the deep link that was followed. */
  readonly source: string | null;
}

/** A single version that answers everybody. */
export function soleEngine(engine: Engine): Engines {
  return { current: () => engine, of: (version) => (version === engine.version ? engine : undefined) };
}

/**
 * Answers what a person did by the version it is about: a question and a turn that waited go on with the one they
 * began on, a button does what it meant in the one it was made with, all else is the current one's.
 */
export function answerTurn(engines: Engines, start: TurnStart): Soon<TurnResult> {
  const { trigger } = start;
  const current = engines.current();
  if (trigger.kind === 'continuation') {
    const engine = engines.of(trigger.continuation.configVersion) ?? current;
    const turn = engine.begin(start);
    const result = { turn, handler: null, event: null, source: null };
    return whenThere(engine.goOn(turn, trigger.continuation), () => result);
  }

  const waiting = start.batch.use(conversationsDesk).of(start.person.id);
  const asking = (waiting && engines.of(waiting.configVersion)) ?? current;
  // A question of an earlier configuration may have nobody left to take its answer.
  const conversation = waiting && asking.canTake(waiting) ? waiting : null;
  const isQuestionOver = waiting !== null;
  const said = saidBy(trigger);
  const answer = conversation && answerBy(trigger, conversation);

  if (trigger.kind === 'press') {
    if (conversation && answer) return take(asking, start, conversation, answer, { event: 'button_click' });
    const turn = current.begin(start, { isQuestionOver });
    const pressed = current.press(turn, meaningNow(engines, current, trigger));
    return whenThere(pressed, (handler) => ({ turn, handler, event: 'button_click', source: null }));
  }

  const command = /^\/(\w+)(?:@\w+)?(?:\s+(\S+))?/.exec(said);
  const event = command ? (command[1] === 'start' ? 'start' : 'command') : 'text';
  const source = event === 'start' ? (command?.[2]?.slice(0, 64) ?? null) : null;
  const isText = trigger.kind === 'text';
  const match = isText ? current.match(said) : undefined;
  // Menus and commands work in the middle of a question too, and end it.
  const isMeant = match && (match.kind === 'deep_link' || match.kind === 'command' || match.kind === 'exact');
  if (conversation && answer && !isMeant) return take(asking, start, conversation, answer, { event, source });
  const turn = current.begin(start, { isQuestionOver });
  // A place or a contact that nobody asked for says nothing in words, and is answered like words nobody knows.
  const answered = current.say(turn, isText ? match : current.match(''));
  return whenThere(answered, (handler) => ({ turn, handler, event, source }));
}

function take(
  engine: Engine,
  start: TurnStart,
  conversation: Conversation,
  answer: GivenAnswer,
  { event, source = null }: Pick<TurnResult, 'event'> & { readonly source?: string | null },
): Soon<TurnResult> {
  const turn = engine.begin(start);
  const taken = engine.takeAnswer(turn, conversation, answer);
  return whenThere(taken, () => ({ turn, handler: conversation.step, event, source }));
}

/**
 * What a button means today: the callback that its data led to in the version it was made with, under whatever name
 * it goes by now. A version nobody here knows counts as the current one.
 */
function meaningNow(
  engines: Engines,
  current: Engine,
  { data, configVersion = current.version }: Extract<Trigger, { kind: 'press' }>,
): Meaning | undefined {
  return (engines.of(configVersion) ?? current).meaningOf(data);
}

function answerBy(trigger: Trigger, { question }: Conversation): GivenAnswer | null {
  if (trigger.kind === 'contact') return { text: trigger.phone, phone: trigger.phone };
  if (trigger.kind !== 'press') return { text: saidBy(trigger) };
  const chosen = readChoiceData(trigger.data);
  return chosen && chosen.token === question?.token ? { text: '', choice: chosen.index } : null;
}

function saidBy(trigger: Trigger): string {
  if (trigger.kind === 'text') return trigger.text;
  return trigger.kind === 'location' ? `${trigger.latitude}, ${trigger.longitude}` : '';
}
