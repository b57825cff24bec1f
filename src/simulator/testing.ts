import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../platform/clock.ts';
import type { Core } from './core.ts';
import type { Fault } from './faults.ts';
import type { CallbackAnswer, FeedEvent } from './feed.ts';
import * as person from './person.ts';
import { mountSimulator, type SimulatorOptions } from './plugin.ts';
import { createSimulatorCore } from './simulator.ts';
import { tap } from './tap.ts';
import type { ChatView } from './control-views.ts';
import { viewChat } from './views.ts';
import type { Message, User } from './wire.ts';
import type { ChatRecord } from './world.ts';

const TEST_TOKEN = '8123456789:AAF-simulated-bot-token-for-tests0000';
export const TEST_BOT = { id: 8_123_456_789, first_name: 'Minuta', username: 'minuta_test_bot' } as const;

/** Milliseconds. */
const patienceMs = 30_000;

/** A load test presses millions of times. */
const ANSWERS_KEPT = 10_000;

/** A text, a part of one, or any condition on a message. */
export type Match = string | RegExp | ((message: Message) => boolean);

export interface WaitOptions {
  /** Milliseconds; 30,000 unless told: a machine may be busy. */
  readonly timeoutMs?: number;
  /** Only changes after this revision of the world; since the person's last deed where left out. */
  readonly since?: number;
}

export interface TestSimulator {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** For `TELEGRAM_API_ROOT`. */
  readonly apiRoot: string;
  readonly token: string;
  readonly core: Core;
  /** Adds a person. @returns their Telegram id */
  addUser(user?: Partial<Omit<User, 'is_bot'>>): number;
  /** Sends a text as the person. @returns the update's id */
  say(user: number, text: string, options?: person.SayOptions): number;
  /** Taps the button with this label, inline or below the chat. @throws Error where there is none */
  press(user: number, label: string): person.Deed & { readonly queryId?: string };
  /** Presses with any data on any message, as an old app would. */
  pressData(user: number, messageId: number, data: string): person.Press;
  chat(user: number): ChatView;
  /** The first message of the bot, new or edited since the person's last deed, that matches. @throws Error after the time */
  waitForMessage(user: number, match: Match, options?: WaitOptions): Promise<Message>;
  /** The answer to a press. @throws Error after the time */
  waitForAnswer(queryId: string, options?: { readonly timeoutMs?: number }): Promise<CallbackAnswer>;
  fault(fault: Fault): void;
  redeliver(updateId: number, times?: number): void;
  close(): Promise<void>;
}

type TestOptions = Partial<SimulatorOptions> & {
  readonly random?: () => number;
  readonly retrySecondMs?: number;
  readonly port?: number;
};

let nextUserId = 7_900_000_001;

/** Starts a simulator on a free port of the loopback, with the system's clock unless told otherwise. */
export async function startSimulator(options: TestOptions = {}): Promise<TestSimulator> {
  const { port = 0, ...given } = options;
  const full = { token: TEST_TOKEN, clock: systemClock, bot: TEST_BOT, ...given };
  const core = createSimulatorCore(full);
  const answers = rememberAnswers(core);
  const app = Fastify({ logger: false });
  await app.register((instance) => mountSimulator(instance, core, full), { prefix: '/simulator' });
  await app.listen({ port, host: '127.0.0.1' });
  const origin = `http://127.0.0.1:${addressOf(app.server.address()).port}`;
  const chatOf = (user: number): ChatRecord => {
    const chat = core.world.chats.get(user);
    if (chat === undefined) throw new Error(`No test user ${user}`);
    return chat;
  };
  return {
    origin,
    apiRoot: `${origin}/simulator/api`,
    token: full.token,
    core,
    addUser(user = {}) {
      nextUserId += 1;
      return core.world.introduce({ id: nextUserId, first_name: 'Test', language_code: 'ru', ...user, is_bot: false })
        .user.id;
    },
    say: (user, text, sayOptions) => person.say(core, chatOf(user), text, sayOptions).updateId ?? Number.NaN,
    press(user, label) {
      const deed = tap(core, chatOf(user), label);
      if (deed === undefined) throw new Error(`No button «${label}» in the chat of ${user}: ${describe(chatOf(user))}`);
      return deed;
    },
    pressData: (user, messageId, data) => person.press(core, chatOf(user), messageId, data),
    chat: (user) => viewChat(core, chatOf(user)),
    waitForMessage: (user, match, waitOptions) => waitForMessage(core, chatOf(user), match, waitOptions),
    waitForAnswer: (queryId, { timeoutMs = patienceMs } = {}) =>
      waitFor(core, timeoutMs, () => answers.get(queryId), `No answer to query ${queryId}`),
    fault: (fault) => core.faults.add(fault),
    redeliver(updateId, times = 1) {
      for (let time = 0; time < times; time += 1) core.queue.repeat(updateId);
    },
    close: () => app.close(),
  };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The simulator listens on no port');
  return address;
}

function rememberAnswers(core: Core): ReadonlyMap<string, CallbackAnswer> {
  const answers = new Map<string, CallbackAnswer>();
  core.feed.subscribe((event) => {
    if (event.type !== 'answer') return;
    answers.set(event.answer.query_id, event.answer);
    if (answers.size > ANSWERS_KEPT) answers.delete(answers.keys().next().value ?? '');
  });
  return answers;
}

function waitForMessage(core: Core, chat: ChatRecord, match: Match, options: WaitOptions = {}): Promise<Message> {
  const { timeoutMs = patienceMs, since = chat.actedAt } = options;
  const find = (): Message | undefined => {
    for (const { message, revision } of chat.messages.values()) {
      if (revision > since && message.from.is_bot && matches(message, match)) return message;
    }
    return undefined;
  };
  return waitFor(core, timeoutMs, find, () => `No message ${String(match)} in the chat: ${describe(chat)}`);
}

/** Looks at once and after every event. */
function waitFor<Found>(
  core: Core,
  timeoutMs: number,
  find: () => Found | undefined,
  complaint: string | (() => string),
): Promise<Found> {
  const { promise, resolve, reject } = Promise.withResolvers<Found>();
  const look = (_event?: FeedEvent): void => {
    const found = find();
    if (found !== undefined) resolve(found);
  };
  const timer = setTimeout(() => {
    reject(new Error(typeof complaint === 'string' ? complaint : complaint()));
  }, timeoutMs);
  const unsubscribe = core.feed.subscribe(look);
  look();
  return promise.finally(() => {
    clearTimeout(timer);
    unsubscribe();
  });
}

function matches(message: Message, match: Match): boolean {
  if (typeof match === 'function') return match(message);
  const text = message.text ?? message.caption ?? '';
  return typeof match === 'string' ? text.includes(match) : match.test(text);
}

/** The end of a chat, for the message of a failed test. */
function describe(chat: ChatRecord): string {
  const last = [...chat.messages.values()].slice(-4).map(({ message }) => {
    const labels = message.reply_markup?.inline_keyboard.flat().map(({ text }) => `[${text}]`) ?? [];
    return [message.from.is_bot ? 'bot:' : 'user:', message.text ?? message.caption ?? '(media)', ...labels].join(' ');
  });
  const keys = chat.keyboard?.keyboard.flat().map(({ text }) => `[${text}]`) ?? [];
  return [...last, ...keys].join(' | ');
}
