import type { Engines } from '../builder/answer-turn.ts';
import type { Continuation } from '../builder/continuations.ts';
import type { HttpRequest } from '../builder/rules/http-request.ts';
import type { Defaults, Sender } from '../people/person.ts';
import type { Database } from '../platform/database/database.ts';
import { isPassing } from '../platform/database/errors.ts';
import type { Session } from '../platform/database/session.ts';
import type { UserId } from '../platform/ids.ts';
import { createLogger, type Logger } from '../platform/telemetry/logger.ts';
import type { Update } from '../simulator/wire.ts';
import { classifyRefusal, type Call } from '../telegram/call.ts';
import { instead } from '../telegram/courier-fallback.ts';
import { commitGroup, type GroupDependencies, type GroupMode } from '../telegram/group.ts';
import { continued, readUpdate, type Incoming } from '../telegram/incoming.ts';
import { sentMessage } from '../telegram/sent-message.ts';
import { cardNote } from '../tracker/note-card.ts';
import type { PreviewChat } from './chat.ts';
import type { MovableClock } from './movable-clock.ts';
import { shownRequest } from './rules/shown-request.ts';
import type { CallAnswer, PreviewEvent } from './schema.ts';
import { readEffects, type Effects, type WaitingTurn } from './store.ts';

export interface PlayerOptions {
  readonly within: Database;
  readonly session: Session;
  readonly engines: Engines;
  readonly clock: MovableClock;
  readonly chat: PreviewChat;
  readonly defaults: Defaults;
  readonly botId: number;
  readonly userId: UserId;
  readonly sender: Sender;
  /** Told of all that happens, in its order. */
  readonly tell: (event: PreviewEvent) => void;
  /** Asked before a server's answer is made up. */
  readonly onRequest: (request: HttpRequest) => void;
  /** Asked before each turn. @throws when the time is over */
  readonly checkTime: () => void;
}

/** What the person's last deed came to. */
export type Played = Pick<Effects, 'interaction' | 'variables' | 'question'>;

/** Stands for the chat of an administrator; no chat has this id. */
const adminChat = 0;
/** Waits one after another, for the clock or a server, that one deed may lead to. */
const mostPauses = 30;

/**
 * Answers what somebody made up does, by the same group that answers people. What the bot says goes to the chat at
 * once; waits are over at once, and servers answer what they are said to.
 */
export class Player {
  readonly #options: PlayerOptions;
  readonly #dependencies: GroupDependencies;
  #known: Pick<Effects, 'jobs' | 'reports'> = { jobs: [], reports: [] };

  constructor(options: PlayerOptions) {
    this.#options = options;
    const { within, engines, clock, defaults, botId, userId } = options;
    this.#dependencies = {
      database: within,
      clock,
      botId,
      defaults,
      knownIds: { get: () => userId, set: () => undefined, delete: () => undefined },
      answering: {
        engines,
        botId,
        adminChats: [adminChat],
        onSuspended: () => undefined,
        logger: flawLogger((text, isFailure) => this.#tellProblem(isFailure ? 'failed' : 'flaw', text)),
      },
      welcome: () => [],
      said: { pending: () => [], take: () => [], forgotten: () => undefined, giveBack: () => undefined },
    };
  }

  /** @param answers of the servers that are asked on the way. */
  async play(updates: readonly Update[], answers: readonly CallAnswer[]): Promise<Played> {
    const at = this.#options.clock.now();
    for (const update of updates) {
      const incoming = readUpdate(update, at);
      if (incoming) await this.#answer(incoming);
    }
    const effects = await this.#look(at);
    const { interaction } = effects;
    return { ...(await this.#goOn(effects, answers)), interaction };
  }

  /** Lets turns go on that wait, until none does. */
  async #goOn(effects: Effects, answers: readonly CallAnswer[]): Promise<Effects> {
    const { clock, sender } = this.#options;
    const given = answers.values();
    let now = effects;
    for (let pauses = 0; ; pauses += 1) {
      const [waiting] = now.waiting;
      if (waiting === undefined) return now;
      if (pauses === mostPauses) {
        this.#tellProblem('endless', `${mostPauses}`);
        return now;
      }
      const result = waiting.kind === 'http' ? this.#answerFor(waiting, given) : null;
      if (waiting.kind === 'wait') {
        this.#options.tell({ kind: 'wait', seconds: waiting.wait });
        clock.set(clock.now().add({ seconds: waiting.wait }));
      }
      await this.#answer(continued(continuationOf(waiting, this.#options.userId, result), sender, clock.now()));
      now = await this.#look(clock.now());
    }
  }

  #answerFor({ request: kept }: WaitingTurn, given: Iterator<CallAnswer>): CallAnswer {
    // The row holds what this program has written.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const request = kept as HttpRequest;
    this.#options.onRequest(request);
    const next = given.next();
    const answer: CallAnswer = next.done === true ? { status: 200, body: {} } : next.value;
    this.#options.tell({ kind: 'http', ...shownRequest(request), answer, is_given: next.done !== true });
    return answer;
  }

  async #answer(incoming: Incoming): Promise<void> {
    this.#options.checkTime();
    const calls = await this.#commit(incoming, 'together').catch((error: unknown) => {
      if (isPassing(error)) throw error;
      return this.#commit(incoming, 'apology');
    });
    for (const call of calls) await this.#carryOut(call);
    for (const { text, isAlert } of this.#options.chat.notices.splice(0))
      this.#options.tell({ kind: 'notice', text, is_alert: isAlert });
  }

  async #commit(incoming: Incoming, mode: GroupMode): Promise<readonly Call[]> {
    const results = await commitGroup(this.#dependencies, [incoming], mode);
    const result = results.get(incoming);
    return result?.kind === 'committed' ? (result.letter?.calls ?? []) : [];
  }

  async #carryOut(call: Call): Promise<void> {
    const { chat, session, tell } = this.#options;
    const carried = chat.carryOut(call);
    if (carried.ok) {
      const message = sentMessage(call, carried.result);
      if (message) tell({ kind: 'message', message_id: message.messageId, is_edit: call.method.startsWith('edit') });
      const note = call.tag === undefined || message === null ? null : cardNote(call.tag, message);
      if (note) await session.send(note);
      return;
    }
    const { status: error_code, description } = carried;
    const { outcome } = classifyRefusal({ error_code, description });
    // What the courier does in earnest, so that the chat here is the one that people will have.
    const next = outcome === 'refused' || isGone(description) ? instead(call, description) : undefined;
    if (outcome !== 'harmless' && !(next !== undefined && isOtherKind(description)))
      this.#tellProblem('telegram', description);
    if (next) await this.#carryOut(next);
  }

  /** Reads what the last group did, and tells what of it is not said in the chat. */
  async #look(at: Temporal.Instant): Promise<Effects> {
    const { session, userId, botId, tell } = this.#options;
    const effects = await readEffects(session, { userId, botId, adminChat, at });
    const known = new Set(this.#known.jobs.map(({ id }) => id));
    for (const { id, kind } of effects.jobs) if (!known.has(id)) tell({ kind: 'job', job: kind });
    for (const { payload } of effects.reports.slice(this.#known.reports.length)) {
      const { text } = payload;
      if (typeof text === 'string') tell({ kind: 'report', html: text });
    }
    this.#known = effects;
    return effects;
  }

  #tellProblem(code: Extract<PreviewEvent, { kind: 'problem' }>['code'], text: string): void {
    this.#options.tell({ kind: 'problem', code, text });
  }
}

function continuationOf(row: WaitingTurn, userId: UserId, result: CallAnswer | null): Continuation {
  return {
    id: row.id,
    userId,
    chatId: row.chat_id,
    messageId: row.message_id,
    configVersion: row.config_version,
    frames: row.frames,
    variables: row.variables,
    resumptions: row.resumptions,
    result,
  };
}

/** Tells what the bot would have written into its log: what the configuration did wrong, and why a turn failed. */
function flawLogger(tell: (text: string, isFailure: boolean) => void): Logger {
  return createLogger('warn', {
    write(line) {
      const said: { readonly flaw?: unknown; readonly err?: { readonly message?: unknown } } = JSON.parse(line);
      if (typeof said.flaw === 'string') tell(said.flaw, false);
      else if (typeof said.err?.message === 'string') tell(said.err.message, true);
    },
  });
}

const isGone = (description: string): boolean => /not found|message_id_invalid/i.test(description);

/** A picture's message cannot become one of text: that a new one comes instead is nobody's mistake. */
const isOtherKind = (description: string): boolean =>
  /there is no (text|caption|media) in the message/i.test(description);
