import { afterEach, beforeEach, expect, it } from 'vitest';
import { sql } from 'kysely';
import { createInProcessCache } from '../../platform/cache/in-process.ts';
import type { Cache } from '../../platform/cache/cache.ts';
import { describeOnBothEngines } from '../../platform/database/testing.ts';
import { silentLogger } from '../../platform/telemetry/logger.ts';
import { createMetrics, type Metrics } from '../../platform/telemetry/metrics.ts';
import { filters } from '../../texts/filters.ts';
import { builderActions } from '../actions.ts';
import { createCompiler, type Compiler } from '../configuration.ts';
import type { Published } from '../schema.ts';
import { snapshotKey, versionKey } from './cache-keys.ts';
import { createCacheKeeper, type CacheKeeper } from './cache-keeper.ts';
import { openLiveConfiguration, type LiveConfiguration } from './live-configuration.ts';
import { replicasOn } from './replicas.ts';
import { reportReplica } from './store.ts';
import { writeCache } from './write-cache.ts';

const compile = createCompiler({ actions: builderActions, filters });
const versionOf = (live: LiveConfiguration): number => live.current().published.version;

function published(version: number, more: object = {}): Published {
  return {
    version,
    document: {
      minuta: 1,
      ready_made_activities: [],
      handlers: [{ pattern: '/start', action: 'send', message: `Версия ${version}`, ...more }],
      callbacks: [{ callback_data: `menu.${version}`, action: 'send', message: 'x' }],
      keyboards: {},
      buttons: {},
    },
    handler_ids: ['1'],
    callback_ids: ['2'],
  };
}

describeOnBothEngines('what a process answers by', (database) => {
  let cache: Cache;
  let keeper: CacheKeeper;
  let metrics: Metrics;

  beforeEach(async () => {
    const { queries } = database();
    await sql`delete from configuration_versions`.execute(queries);
    await sql`delete from configuration`.execute(queries);
    await sql`delete from replicas`.execute(queries);
    await sql`delete from conversations`.execute(queries);
    await sql`
      insert into configuration (version, draft_revision, published_revision, draft_header)
      values (0, 0, 0, '{}')`.execute(queries);
    metrics = createMetrics();
    cache = createInProcessCache();
    keeper = createCacheKeeper({ cache, queries, holder: 'this', log: silentLogger, metrics });
    await publish(1);
  });
  afterEach(() => cache.close());

  /** Commits a version, and tells nobody. */
  async function publish(version: number, more: object = {}): Promise<void> {
    const { queries } = database();
    await sql`
      insert into configuration_versions (version, content)
      values (${version}::bigint, ${JSON.stringify(published(version, more))}::json)`.execute(queries);
    await sql`update configuration set version = ${version}::bigint`.execute(queries);
  }

  function open(options: { readonly compile?: Compiler; readonly holder?: string } = {}): Promise<LiveConfiguration> {
    return openLiveConfiguration({
      database: database(),
      keeper,
      isTold: () => false,
      compile,
      holder: 'this',
      role: 'bot',
      log: silentLogger,
      metrics,
      ...options,
    });
  }

  it('C6 is the published version at start, from the database where the cache has none', async () => {
    expect(versionOf(await open())).toBe(1);
  });

  it('C6 is taken from the cache where that has the version, and only what can be read', async () => {
    await cache.write([[snapshotKey(1), JSON.stringify(published(1, { message: 'Из кэша' }))]]);
    expect((await open()).current().published.document.handlers[0]?.message).toBe('Из кэша');
    for (const spoilt of ['{', '{"version":1}', JSON.stringify(published(2))]) {
      await cache.write([[snapshotKey(1), spoilt]]);
      expect((await open()).current().published.document.handlers[0]?.message).toBe('Версия 1');
    }
  });

  it('C7 changes whole when a look finds another version, however many ask for it', async () => {
    const live = await open();
    const changes: number[] = [];
    live.onChange(({ published: { version } }) => changes.push(version));
    const before = live.current();
    await publish(2);
    await Promise.all(Array.from({ length: 20 }, () => live.refresh()));
    expect(versionOf(live)).toBe(2);
    expect(changes).toEqual([2]);
    expect(before.published.version).toBe(1);
  });

  it('C7 sees what was published after the look that was under way', async () => {
    const live = await open();
    const first = live.refresh();
    await publish(2);
    await Promise.all([first, live.refresh()]);
    expect(versionOf(live)).toBe(2);
  });

  it('C1 changes at once when it is told', async () => {
    const live = await open();
    const changed = new Promise<number>((resolve) => live.onChange((now) => resolve(now.published.version)));
    await publish(2);
    await keeper.announce(2);
    expect(await changed).toBe(2);
    expect(await cache.read([versionKey])).toEqual(['2']);
  });

  it('keeps the versions before it, which old buttons mean, with the ids that callbacks have in each', async () => {
    const live = await open();
    await publish(2);
    await live.refresh();
    const id = live.of(1)?.callbackId('menu.1') ?? '';
    expect(live.current().callbackOf(id)).toBe('menu.2');
    expect(live.of(1)?.callbackId('menu.2')).toBeUndefined();
    expect(live.of(3)).toBeUndefined();
  });

  it('fetches older versions for buttons, once, and none that never was', async () => {
    for (const version of [2, 3]) await publish(version);
    const live = await open();
    expect(live.of(1)).toBeUndefined();
    await Promise.all([live.require([1, 2, 77, 0, -1]), live.require([1])]);
    expect([live.of(1), live.of(2)].map((found) => found?.published.version)).toEqual([1, 2]);
    expect(live.of(77)).toBeUndefined();
  });

  it('bounds what old buttons can keep in memory and busy', async () => {
    for (let version = 2; version <= 80; version += 1) await publish(version);
    const live = await open();
    for (let version = 1; version < 80; version += 1) await live.require([version]);
    const kept = Array.from({ length: 79 }, (_, place) => live.of(place + 1)).filter((found) => found !== undefined);
    expect(kept.length).toBeLessThanOrEqual(12);
  });

  it('begins with the versions that people are in the middle of', async () => {
    const { queries } = database();
    await sql`delete from users`.execute(queries);
    await sql`
      with person as (insert into users (telegram_id) values (7) returning id)
      insert into conversations (user_id, config_version, step, variables, updated_at)
      select id, 1, 'ask', '{}', now() from person`.execute(queries);
    await publish(2);
    expect((await open()).of(1)?.published.version).toBe(1);
  });

  it('stays as it is where a version does not fit this program, says so, and takes the next one', async () => {
    const live = await open();
    await publish(2, { action: 'from_the_future' });
    await live.refresh();
    expect(versionOf(live)).toBe(1);
    const { rows } = await sql`select version, refused_version from replicas`.execute(database().queries);
    expect(rows).toEqual([{ version: 1, refused_version: 2 }]);
    expect((await metrics.configLoads.get()).values).toContainEqual(
      expect.objectContaining({ labels: { outcome: 'refused' }, value: 1 }),
    );
    // Nobody waits for a process that has refused.
    const started = performance.now();
    expect(await replicasOn(database().queries, 2, 60_000)).toEqual([expect.objectContaining({ version: 1 })]);
    expect(performance.now() - started).toBeLessThan(30_000);
    await publish(3);
    await live.refresh();
    expect(versionOf(live)).toBe(3);
  });

  it.each([{ action: 'from_the_future' }, { field_from_the_future: 1 }])(
    'starts on the newest version it understands (%j is published)',
    async (future) => {
      await publish(2);
      await publish(3, future);
      expect(versionOf(await open())).toBe(2);
    },
  );

  it('stays as it is while loading fails, and tries again', async () => {
    let isBroken = true;
    const live = await open({
      compile: (found) => {
        if (isBroken && found.version === 2) throw new Error('out of luck');
        return compile(found);
      },
    });
    await publish(2);
    await live.refresh();
    expect(versionOf(live)).toBe(1);
    isBroken = false;
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await live.refresh();
    expect(versionOf(live)).toBe(2);
  });

  it('follows a database that was restored to an earlier version, and forgets what that has never heard of', async () => {
    await publish(2);
    const live = await open();
    await keeper.announce(2);
    const { queries } = database();
    await sql`delete from configuration_versions where version = 2`.execute(queries);
    await sql`update configuration set version = 1`.execute(queries);
    await live.refresh();
    expect(versionOf(live)).toBe(1);
    expect(live.of(2)).toBeUndefined();
    await keeper.tend(live.current().published);
    expect(await cache.has([snapshotKey(1), snapshotKey(2)])).toEqual([true, false]);
    expect(await cache.read([versionKey])).toEqual(['1']);
  });

  it('C6 is in the cache entry by entry, without what is off, and nothing else is', async () => {
    await publish(2, { enabled: false });
    await cache.write([
      ['handler:/old', 'x'],
      ['lock:tracker:{1}', 'y'],
    ]);
    await keeper.announce(2);
    expect(await cache.has(['handler:/start', 'handler:/old', 'callback:menu.2', 'lock:tracker:{1}'])).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('C6 loses what is no more although the process that should have deleted it died', async () => {
    await publish(2);
    const live = await open();
    await cache.write([['handler:/old', 'x']]);
    let asked = 0;
    // Asked before the entries, before the version, and before what is no more goes.
    expect(await writeCache(cache, published(2), async () => (asked += 1) < 3)).toBe(false);
    expect(await cache.read([versionKey, 'handler:/old'])).toEqual(['2', 'x']);
    await keeper.tend(live.current().published);
    expect(await cache.read([versionKey, 'handler:/old'])).toEqual(['2', null]);
  });

  it('D3 mends a cache that lost a part or was spoilt', async () => {
    const live = await open();
    await keeper.announce(1);
    for (const harm of [
      () => cache.delete(['handler:/start']),
      () => cache.write([['callback:menu.1', 'spoilt']]),
      () => cache.delete([snapshotKey(1)]),
      () => cache.write([[versionKey, '99']]),
    ]) {
      const before = await cache.read(['handler:/start', 'callback:menu.1', snapshotKey(1), versionKey]);
      await harm();
      await keeper.tend(live.current().published);
      expect(await cache.read(['handler:/start', 'callback:menu.1', snapshotKey(1), versionKey])).toEqual(before);
    }
  });

  it('tells publishers who has it, and how long that took', async () => {
    const live = await open();
    const { queries } = database();
    await reportReplica(queries, { id: 'slow', role: 'bot', version: 1, refused: null });
    await reportReplica(queries, { id: 'dead', role: 'bot', version: 1, refused: null });
    await sql`update replicas set seen_at = now() - interval '1 minute' where id = 'dead'`.execute(queries);
    await publish(2);
    await live.refresh();
    const started = performance.now();
    const waiting = replicasOn(queries, 2, 60_000);
    await reportReplica(queries, { id: 'slow', role: 'bot', version: 2, refused: null });
    expect(await waiting).toEqual([
      { id: 'slow', version: 2, ms: expect.any(Number) },
      { id: 'this', version: 2, ms: expect.any(Number) },
    ]);
    expect(performance.now() - started).toBeLessThan(30_000);
    await publish(3);
    expect((await replicasOn(queries, 3, 50)).map(({ version }) => version)).toEqual([2, 2]);
  });
});
