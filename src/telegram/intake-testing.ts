import { sql } from 'kysely';
import { soleEngine } from '../builder/answer-turn.ts';
import { engineOf } from '../builder/testing.ts';
import type { Turn } from '../builder/turn.ts';
import { systemClock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Session, Statement } from '../platform/database/session.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { createMetrics } from '../platform/telemetry/metrics.ts';
import { activitiesDesk } from '../tracker/activities.ts';
import { giveReadyMade } from '../tracker/ready-made.ts';
import { botId } from './outgoing/testing.ts';
import type { Letter } from './courier.ts';
import { Intake, type IntakeOptions } from './intake.ts';
import { createKnownIds } from './known-ids.ts';

const metrics = createMetrics();
const noWaiting = { botId, adminChats: [], onSuspended: () => undefined };

/** A process that takes updates in. What it says goes into a list instead of to Telegram. */
export interface TestIntake {
  readonly intake: Intake;
  /** The first text of each answer, in the order in which they were handed over. */
  readonly said: { readonly chatId: number; readonly text: string }[];
  /** Transactions that were begun. */
  readonly transactions: () => number;
  /** Messages to the database within them, without the last one of each. */
  readonly messages: () => number;
}

/**
 * Its bot echoes what is written to it; beyond that:
 *
 * - `list`: says what they may track
 * - `divide`: asks the database something that fails
 * - `spoil`: changes the person to what no text column takes, so that the write of the whole group fails
 * - `break`: fails by itself
 */
export function startIntake(database: Database, options: Partial<IntakeOptions> = {}): TestIntake {
  const said: TestIntake['said'] = [];
  let [transactions, messages] = [0, 0];
  const counting = (session: Session): Session => ({
    send: async <const Statements extends readonly Statement[]>(...statements: Statements) => {
      messages += 1;
      return session.send<Statements>(...statements);
    },
  });
  const counted: Database = {
    ...database,
    transact: (work) => {
      transactions += 1;
      return database.transact((session) => work(counting(session)));
    },
  };
  const engine = engineOf(
    {
      handlers: [{ pattern: '*', action: 'send', message: '{{ answer }}' }],
      callbacks: [{ callback_data: 'system.failed', action: 'send', message: 'Не получилось' }],
    },
    { values: { answer } },
  );
  const intake = new Intake({
    database: counted,
    clock: systemClock,
    botId,
    logger: silentLogger,
    metrics,
    defaults: { language: 'ru', timeZone: 'Europe/Moscow' },
    knownIds: createKnownIds(),
    answering: { ...noWaiting, engines: soleEngine(engine), logger: silentLogger },
    welcome: (newcomers) => giveReadyMade(newcomers, ['Чтение', 'Работа']),
    deliver: async (letter) => {
      said.push({ chatId: letter.chatId, text: textOf(letter) });
      await sql`delete from outgoing where id = ${letter.id}::bigint`.execute(database.queries);
    },
    said: { pending: () => [], take: () => [], forgotten: () => undefined, giveBack: () => undefined },
    groupsInFlight: database.exclusive ? 1 : 2,
    ...options,
  });
  return { intake, said, transactions: () => transactions, messages: () => messages };
}

async function answer(turn: Turn): Promise<string> {
  const text = turn.trigger.kind === 'text' ? turn.trigger.text : '';
  if (text === 'list') return (await turn.batch.use(activitiesDesk).of(turn.person.id)).map(({ name }) => name).join();
  if (text === 'divide') await turn.batch.session.send(sql`select 1 / 0`);
  if (text === 'spoil') turn.prefer({ timeZone: 'no\0zone' });
  if (text === 'break') throw new Error('broken on purpose');
  return text;
}

function textOf({ calls }: Letter): string {
  return calls.map(({ payload }) => String(payload['text'])).join(' | ');
}

let lastUpdateId = 1000;

/** A new update: a person writes in their own chat. */
export function written(by: number, text: string): { update_id: number } {
  lastUpdateId += 1;
  const from = { id: by, is_bot: false, first_name: `№ ${by}` };
  const date = Math.floor(systemClock.now().epochMilliseconds / 1000);
  const message = { message_id: lastUpdateId, date, chat: { id: by, type: 'private' }, from, text };
  return Object.assign({ update_id: lastUpdateId }, { message });
}
