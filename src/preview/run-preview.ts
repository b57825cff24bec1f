import { soleEngine } from '../builder/answer-turn.ts';
import { createEngine } from '../builder/engine.ts';
import type { ListProviders, ValueProviders } from '../builder/render.ts';
import type { HttpRequest } from '../builder/rules/http-request.ts';
import type { Defaults } from '../people/person.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Update } from '../simulator/wire.ts';
import type { Candidate } from './candidates.ts';
import { PreviewChat } from './chat.ts';
import { makeUp, meetPersona } from './meet-persona.ts';
import { movableClock } from './movable-clock.ts';
import { Player, type Played } from './player.ts';
import { entryFinder, presentChat, presentVariables } from './present.ts';
import { readValues, type ShownValue } from './read-values.ts';
import { runUncommitted } from './run-uncommitted.ts';
import type { PreviewAnswer, PreviewEvent, PreviewWish, Step, StepView } from './schema.ts';
import { watchSnapshot } from './watch-snapshot.ts';

export interface PreviewDependencies {
  readonly database: Pick<Database, 'transact' | 'exclusive'>;
  readonly clock: Clock;
  readonly defaults: Defaults;
  readonly values: ValueProviders;
  readonly lists: ListProviders;
  /** Those that are shown beside the chat. */
  readonly shownValues: readonly ShownValue[];
  /** From 0 up to 1. */
  readonly random: () => number;
  /**
   * Milliseconds that a preview may take: as long it holds a connection (10,000), or the embedded database (4,000), where
   * nobody else is answered meanwhile.
   */
  readonly timeLimit?: number;
}

/** Milliseconds for one step: what takes longer waits again and again. */
const stepLimit = 2_000;

/** A preview has more to do than there is time for: much is done at each step, or turns wait again and again. */
export class PreviewTooLong extends Error {
  override readonly name = 'PreviewTooLong';
}

export interface PreviewOptions {
  /** Told of each call to another server, in order, with the step that leads to it. */
  readonly onRequest?: (request: HttpRequest, step: number) => void;
}

/**
 * Takes all steps from the beginning with a person who is made up, through the very code that answers people, in a
 * transaction that is never committed: nobody is touched, nothing is counted, nothing is sent.
 *
 * @throws {PreviewTooLong}
 * @throws what the database says.
 */
export function runPreview(
  deps: PreviewDependencies,
  candidate: Candidate,
  { persona, steps, time }: PreviewWish,
  { onRequest = () => undefined }: PreviewOptions = {},
): Promise<PreviewAnswer> {
  const { database, clock: present, defaults, values, lists, shownValues, random } = deps;
  const { timeLimit = database.exclusive ? 4_000 : 10_000 } = deps;
  const timeZone = persona.time_zone ?? defaults.timeZone;
  const clock = movableClock(time === null ? present.now() : momentOf(time, timeZone));
  const { botId, sender, user } = makeUp(persona, random);
  const { document } = candidate;

  return runUncommitted(database, async (within, session) => {
    const end = performance.now() + timeLimit;
    let stepEnd = end;
    const userId = await meetPersona({ within, session, clock, defaults, document }, sender, persona);
    const chat = new PreviewChat(clock, { botId, user });
    const entryOf = entryFinder(candidate);
    let events: PreviewEvent[] = [];
    const snapshot = watchSnapshot(candidate.snapshot, ({ of, name, action, isResumed }) =>
      events.push({ kind: 'action', entry: entryOf(of, name), action, is_resumed: isResumed }),
    );
    const engine = createEngine({
      snapshot,
      values,
      lists,
      botUsername: () => 'minuta_bot',
      ids: candidate.callbacks,
    });
    const player = new Player({
      within,
      session,
      engines: soleEngine(engine),
      clock,
      chat,
      defaults,
      botId,
      userId,
      sender,
      tell: (event) => events.push(event),
      onRequest: (request) => onRequest(request, chat.step),
      checkTime() {
        if (performance.now() > Math.min(end, stepEnd)) throw new PreviewTooLong(`step ${chat.step} takes too long`);
      },
    });

    const taken: StepView[] = [];
    let stoppedAt: number | null = null;
    for (const [index, step] of steps.entries()) {
      chat.step = index;
      stepEnd = performance.now() + stepLimit;
      clock.set(clock.now().add({ seconds: step.after }));
      const at = clock.now();
      const updates = updatesOf(step, chat);
      if (updates === null) {
        stoppedAt = index;
        break;
      }
      events = [];
      taken.push(viewOf(await player.play(updates, step.answers), at));
    }
    const now = clock.now();
    const about = { session, engine, botId, userId, chatId: sender.telegramId, defaults, now };
    return {
      version: candidate.version,
      revision: candidate.revision,
      errors: candidate.errors,
      now: now.toString(),
      time_zone: timeZone,
      stopped_at: stoppedAt,
      ...presentChat(chat),
      commands: snapshot.commands.map(({ command, description }) => ({
        command,
        description: description(persona.language),
      })),
      steps: taken,
      values: await readValues({ ...about, values, shown: shownValues }),
    };

    function viewOf({ interaction, ...kept }: Played, at: Temporal.Instant): StepView {
      const { event = null, handler = null, outcome = null } = interaction ?? {};
      const first = events.filter((one) => one.kind === 'action').find(({ entry }) => entry.name === handler);
      const entry = first?.entry ?? (handler === null ? null : entryOf(null, handler));
      return { at: at.toString(), event, entry, outcome, events, variables: presentVariables(kept) };
    }
  });
}

/** @param time RFC 3339, or a time of day and a date as a clock on a wall has them. */
function momentOf(time: string, timeZone: string): Temporal.Instant {
  const hasOffset = /(Z|[+-]\d\d:\d\d)$/i.test(time);
  return hasOffset
    ? Temporal.Instant.from(time)
    : Temporal.PlainDateTime.from(time).toZonedDateTime(timeZone).toInstant();
}

/** What the person's deed is to the bot; null where its button is no longer there. */
function updatesOf(step: Step, chat: PreviewChat): readonly Update[] | null {
  switch (step.kind) {
    case 'text':
      return chat.say(step.text);
    case 'press':
      return chat.press({ ...step, messageId: step.message_id });
    case 'contact':
      return chat.sendContact();
    case 'location':
      return chat.sendLocation(step);
    case 'photo':
      return chat.sendPhoto(step.caption);
    case 'time':
      return [];
    default:
      return step satisfies never;
  }
}
