import { setImmediate as turnOver, setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { Client } from 'pg';
import { expect, it, onTestFinished, vi } from 'vitest';
import { describeOnPostgres } from '../../test/support/servers.ts';
import { until } from '../../test/support/until.ts';
import { openDatabase, type Database } from '../platform/database/database.ts';
import { migrate } from '../platform/database/migrate.ts';
import { ask, describeOnBothEngines } from '../platform/database/testing.ts';
import { startIntake, written } from './intake-testing.ts';
import { botId } from './outgoing/testing.ts';

const range = (length: number) => Array.from({ length }, (_, i) => i + 1);
/** Runs of numbers for the people of a test, so that no test meets those of another. */
let lastPerson = 70_000_000_000;
const people = (count: number) => range(count).map(() => (lastPerson += 1));
const effects = (database: Database, updates: readonly { update_id: number }[]) =>
  ask(
    database,
    sql`select update_id from processed_updates where update_id = any(${updates.map((update) => update.update_id)}::bigint[])`,
  );

/** A database that fails for as long as it is told to. */
function failing(database: Database, error: Error): { database: Database; mend: () => void } {
  let isBroken = true;
  const broken: Database = {
    ...database,
    transact: (work) => (isBroken ? Promise.reject(error) : database.transact(work)),
  };
  return {
    database: broken,
    mend: () => {
      isBroken = false;
    },
  };
}

/** Groups of which the first is under way until it is let go; each is known by its size. */
function heldGroups() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const sizes: number[] = [];
  const prepare = (updates: readonly unknown[]) => (sizes.push(updates.length) === 1 ? promise : undefined);
  return { options: { prepare, groupsInFlight: 2 }, sizes, letGo: resolve };
}

describeOnBothEngines('taking updates in', (database) => {
  it('B2 applies each person’s updates in the order they came, whatever goes on beside', async () => {
    const { intake, said } = startIntake(database());
    const ids = people(6);
    const texts = range(15).map(String);
    await Promise.all(texts.flatMap((text) => ids.map((id) => intake.accept(written(id, text)))));
    for (const id of ids) expect(said.filter(({ chatId }) => chatId === id).map(({ text }) => text)).toEqual(texts);
  });

  it('B2 commits the updates of different people that came together in one transaction', async () => {
    const { intake, said, transactions } = startIntake(database());
    await Promise.all(people(100).map((id) => intake.accept(written(id, 'x'))));
    expect(said).toHaveLength(100);
    expect(transactions()).toBe(1);
  });

  it('O2 keeps who comes while a group is under way for the next one', async () => {
    const { options, sizes, letGo } = heldGroups();
    const { intake } = startIntake(database(), options);
    const [first = 0, ...others] = people(4);
    // On a busy machine the group might be late already.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const taken = [intake.accept(written(first, 'x'))];
    await until('the first one is under way', () => sizes.length === 1);
    taken.push(...others.map((id) => intake.accept(written(id, 'x'))));
    await turnOver();
    expect(sizes).toEqual([1]);
    letGo();
    await Promise.all(taken);
    expect(sizes).toEqual([1, 3]);
  });

  it('O2 begins another group beside one that is under way for as many as are worth it', async () => {
    const { options, sizes, letGo } = heldGroups();
    const { intake } = startIntake(database(), options);
    const [first = 0, ...others] = people(101);
    const taken = [intake.accept(written(first, 'x'))];
    await until('the first one is under way', () => sizes.length === 1);
    taken.push(...others.map((id) => intake.accept(written(id, 'x'))));
    await turnOver();
    expect(sizes).toEqual([1, 100]);
    letGo();
    await Promise.all(taken);
  });

  it('B2 keeps nobody for a group that takes its time', async () => {
    const { options, sizes, letGo } = heldGroups();
    const { intake } = startIntake(database(), options);
    const [first = 0, second = 0, third = 0] = people(3);
    const taken = intake.accept(written(first, 'x'));
    await until('the first one is under way', () => sizes.length === 1);
    expect(await intake.accept(written(second, 'x'))).toBe('done');
    expect(await intake.accept(written(third, 'x'))).toBe('done');
    expect(sizes).toEqual([1, 1, 1]);
    letGo();
    expect(await taken).toBe('done');
  });

  it('O2 asks the database once about who comes alone, and before they say what they want', async () => {
    const [person = 0] = people(1);
    const { intake, said, messages } = startIntake(database());
    // A newcomer is made first, and given what is ready for them.
    await intake.accept(written(person, 'list'));
    const before = messages();
    await intake.accept(written(person, 'list'));
    expect(messages() - before).toBe(1);
    expect(said.map(({ text }) => text)).toEqual(['Чтение,Работа', 'Чтение,Работа']);
  });

  it('B2 takes an update once, though it comes twice at once and again later', async () => {
    const { intake, said } = startIntake(database());
    const [id = 0] = people(1);
    const update = written(id, 'once');
    expect(await Promise.all([intake.accept(update), intake.accept(update)])).toEqual(['done', 'done']);
    expect(await intake.accept(update)).toBe('done');
    expect(said).toHaveLength(1);
  });

  it('B2 takes an update once, though another process took it before', async () => {
    const update = written(people(1)[0] ?? 0, 'once');
    const [first, second] = [startIntake(database()), startIntake(database())];
    expect(await first.intake.accept(update)).toBe('done');
    expect(await second.intake.accept(update)).toBe('done');
    expect([first.said.length, second.said.length]).toEqual([1, 0]);
  });

  it.each(['divide', 'spoil'])(
    'B2 an update that the database refuses (%s) is answered with an apology and harms nobody',
    async (poison) => {
      const { intake, said } = startIntake(database());
      const [unlucky = 0, ...others] = people(20);
      const updates = [written(unlucky, poison), ...others.map((id) => written(id, 'fine')), written(unlucky, 'after')];
      expect(new Set(await Promise.all(updates.map((update) => intake.accept(update))))).toEqual(new Set(['done']));
      expect(said.filter(({ chatId }) => chatId === unlucky).map(({ text }) => text)).toEqual([
        'Не получилось',
        'after',
      ]);
      expect(said.filter(({ text }) => text === 'fine')).toHaveLength(others.length);
      expect(await effects(database(), updates)).toHaveLength(updates.length);
    },
  );

  it('an update that our own code cannot answer is answered with an apology, in the same commit as the others', async () => {
    const { intake, said, transactions } = startIntake(database());
    const [unlucky = 0, other = 0] = people(2);
    await Promise.all([intake.accept(written(unlucky, 'break')), intake.accept(written(other, 'fine'))]);
    expect(said.map(({ text }) => text).toSorted()).toEqual(['fine', 'Не получилось']);
    expect(transactions()).toBe(1);
  });

  it('what has no shape is acknowledged, for nobody will ever understand it', async () => {
    const { intake, transactions } = startIntake(database());
    for (const rubbish of [null, 5, 'x', {}, { update_id: 'x' }, { update_id: 3, message: 7 }])
      expect(await intake.accept(rubbish)).toBe('done');
    expect(transactions()).toBe(0);
  });

  it('what is not acted on is recorded and said nothing about', async () => {
    const { intake, said } = startIntake(database());
    const [id = 0] = people(1);
    const { update_id: updateId } = written(id, '');
    expect(await intake.accept({ update_id: updateId, channel_post: { text: 'x' } })).toBe('done');
    expect(await effects(database(), [{ update_id: updateId }])).toHaveLength(1);
    expect(said).toEqual([]);
  });

  it.each([
    ['is gone', Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })],
    ['refuses everything', Object.assign(new Error('no'), { code: 'XX000' })],
  ])('B2 while the database %s, Telegram is asked to come again, and loses nothing by that', async (_, error) => {
    const broken = failing(database(), error);
    const { intake, said } = startIntake(broken.database, { patience: 200 });
    const updates = people(3).flatMap((id) => [written(id, 'one'), written(id, 'two')]);
    const accept = () => Promise.all(updates.map((update) => intake.accept(update)));
    expect(await accept()).toEqual(updates.map(() => 'later'));
    expect(said).toEqual([]);
    broken.mend();
    expect(await accept()).toEqual(updates.map(() => 'done'));
    expect(said.filter(({ text }) => text === 'two')).toHaveLength(3);
  });

  it('B2 a database that fails for a moment is tried again, and nobody notices', async () => {
    const broken = failing(database(), Object.assign(new Error('restarting'), { code: '57P01' }));
    const { intake, said } = startIntake(broken.database);
    const accepted = intake.accept(written(people(1)[0] ?? 0, 'patient'));
    setTimeout(broken.mend, 60);
    expect(await accepted).toBe('done');
    expect(said).toMatchObject([{ text: 'patient' }]);
  });

  it('B2 what cannot be applied now is not overtaken by what came after it', async () => {
    const { intake, said } = startIntake(database());
    const [id = 0] = people(1);
    await intake.accept(written(id, 'hello'));
    await ask(
      database(),
      sql`delete from trackers where user_id = (select id from users where telegram_id = ${id}::bigint)`,
    );
    const updates = [written(id, 'first'), written(id, 'second')];
    expect(await Promise.all(updates.map((update) => intake.accept(update)))).toEqual(['later', 'later']);
    expect(said.map(({ text }) => text)).toEqual(['hello']);
    expect(await effects(database(), updates)).toEqual([]);
  });

  it('B3 finishes what it took and takes nothing new once it closes', async () => {
    const { intake, said } = startIntake(database());
    const taken = people(5).map((id) => intake.accept(written(id, 'in time')));
    const closed = intake.close();
    expect(await intake.accept(written(people(1)[0] ?? 0, 'too late'))).toBe('later');
    await closed;
    expect(intake.pending).toBe(0);
    expect(await Promise.all(taken)).toEqual(taken.map(() => 'done'));
    expect(said).toHaveLength(5);
  });
});

describeOnPostgres('taking updates in while somebody else holds a tracker', (server) => {
  it('B2 lets only that person wait, and applies what they did as soon as it is free', async () => {
    const database = await openDatabase({ url: server.url(), dataDir: '' });
    await migrate(database.queries);
    const { intake, said } = startIntake(database, { patience: 120_000 });
    const [held = 0, ...others] = people(10);
    await intake.accept(written(held, 'hello'));
    const holder = new Client({ connectionString: server.url() });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select from trackers for update');

    const waiting = ['first', 'second'].map((text) => intake.accept(written(held, text)));
    await Promise.all(others.map((id) => intake.accept(written(id, 'fine'))));
    expect(said.filter(({ text }) => text === 'fine')).toHaveLength(others.length);
    expect(said.filter(({ chatId }) => chatId === held)).toHaveLength(1);

    await holder.query('commit');
    expect(await Promise.all(waiting)).toEqual(['done', 'done']);
    expect(said.filter(({ chatId }) => chatId === held).map(({ text }) => text)).toEqual(['hello', 'first', 'second']);
    await holder.end();
    await database.close();
  });

  it('B2 takes an update once that another process commits just after it was looked for', async () => {
    const database = await openDatabase({ url: server.url(), dataDir: '' });
    await migrate(database.queries);
    const { intake, said, transactions } = startIntake(database);
    const [id = 0, ...others] = people(3);
    const update = written(id, 'once');
    const other = new Client({ connectionString: server.url() });
    await other.connect();
    await other.query('begin');
    // It holds the key and not the tracker, as if it had committed between the look and the lock.
    await other.query('insert into processed_updates (bot_id, update_id) values ($1, $2)', [botId, update.update_id]);

    const accepted = [update, ...others.map((one) => written(one, 'fine'))].map((one) => intake.accept(one));
    await until('the first look', () => transactions() === 1);
    await sleep(100);
    await other.query('commit');
    expect(await Promise.all(accepted)).toEqual(['done', 'done', 'done']);
    expect(said.map(({ text }) => text)).toEqual(['fine', 'fine']);
    await other.end();
    await database.close();
  });
});
