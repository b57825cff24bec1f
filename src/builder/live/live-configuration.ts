import type { Database } from '../../platform/database/database.ts';
import { rest } from '../../platform/rest.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import type { Metrics } from '../../platform/telemetry/metrics.ts';
import { UnknownConfiguration, type Compiler, type Configuration } from '../configuration.ts';
import { publishedVersion } from '../published.ts';
import type { CacheKeeper } from './cache-keeper.ts';
import { createLoader, type LoadConfiguration } from './load-configuration.ts';
import { OlderVersions } from './older-versions.ts';
import {
  forgetReplica,
  forgetSilentReplicas,
  keepAlive,
  readVersionsDown,
  readVersionsInUse,
  reportReplica,
} from './store.ts';

/** What this process answers by. It changes whole, between two groups of updates. */
export interface LiveConfiguration {
  current(): Configuration;
  /** A version that is in memory: the present one, the last few, and those that people are in the middle of. */
  of(version: number): Configuration | undefined;
  /** Brings older versions into memory, within a second. Never throws; what cannot be loaded is not there. */
  require(versions: Iterable<number>): Promise<void>;
  /** Looks now whether something else is published, and loads it. Never throws. */
  refresh(): Promise<void>;
  /** Called after each change. */
  onChange(listener: (configuration: Configuration) => void): void;
  /** Keeps up with what is published until the signal is aborted, told or not. */
  run(signal: AbortSignal): Promise<void>;
}

export interface LiveOptions {
  readonly database: Pick<Database, 'queries' | 'exclusive'>;
  readonly keeper: CacheKeeper;
  /** Whether others can tell this process at once that something was published. */
  readonly isTold: () => boolean;
  readonly compile: Compiler;
  /** This process, and what it does. */
  readonly holder: string;
  readonly role: string;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'configVersion' | 'configLoads'>;
}

/** Milliseconds between two looks at the database: where changes are told, and where only looking tells. */
const look = { told: 2_000, untold: 500 } as const;
/** Milliseconds after which a version whose loading failed is tried again, doubled each time. */
const failing = { first: 1_000, longest: 30_000 } as const;
/** Versions that are tried at a start, from the published one downwards. */
const mostTried = 20;

/**
 * Loads what is published. A program older than the configuration starts on the newest version it understands.
 *
 * @throws {UnknownConfiguration} where it understands none, and whatever the database says.
 */
export async function openLiveConfiguration(options: LiveOptions): Promise<LiveConfiguration> {
  const { keeper, database, compile } = options;
  const load = createLoader({ queries: database.queries, keeper, compile });
  const first = await loadFirst(load, options);
  const live = new Live(options, load, first);
  await live.begin();
  return live;
}

class Live implements LiveConfiguration {
  readonly #options: LiveOptions;
  readonly #load: LoadConfiguration;
  readonly #older: OlderVersions;
  readonly #listeners: ((configuration: Configuration) => void)[] = [];
  #current: Configuration;
  /** A version that does not fit this program: not tried again. */
  #refused: number | null;
  #failure: { readonly version: number; readonly pause: number; readonly until: number } | null = null;
  #looking: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(
    options: LiveOptions,
    load: LoadConfiguration,
    first: { current: Configuration; refused: number | null },
  ) {
    this.#options = options;
    this.#load = load;
    this.#older = new OlderVersions(load, options.log);
    this.#current = first.current;
    this.#refused = first.refused;
  }

  current(): Configuration {
    return this.#current;
  }

  of(version: number): Configuration | undefined {
    return version === this.#current.published.version ? this.#current : this.#older.get(version);
  }

  async require(versions: Iterable<number>): Promise<void> {
    const { version: present } = this.#current.published;
    await this.#older.require([...new Set(versions)].filter((version) => version > 0 && version < present));
  }

  /** Whoever asks while a look is under way waits for one that began later; all who wait share it. */
  refresh(): Promise<void> {
    if (!this.#looking) return this.#begin();
    this.#next ??= this.#looking.then(() => {
      this.#next = null;
      return this.#begin();
    });
    return this.#next;
  }

  onChange(listener: (configuration: Configuration) => void): void {
    this.#listeners.push(listener);
  }

  /** Makes known what runs, and brings in what people are in the middle of. */
  async begin(): Promise<void> {
    const { keeper, database } = this.#options;
    keeper.listen(() => void this.refresh());
    this.#show();
    // Whoever else had this database for itself is dead, and nobody shall wait for it.
    if (database.exclusive) await forgetSilentReplicas(database.queries, 0);
    await this.#report();
    await this.#requireInUse();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { database, holder, log } = this.#options;
    // Apart, so that a cache that does not answer delays nothing.
    await Promise.all([this.#follow(signal), this.#lookAfter(signal)]);
    await forgetReplica(database.queries, holder).catch((error: unknown) =>
      log.debug({ err: error }, 'the replica’s row stays'),
    );
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { database, isTold } = this.#options;
    for (let looked = 0; !signal.aborted;) {
      // Asked again and again, because who tells may go away at any moment.
      const pause = isTold() || database.exclusive ? look.told : look.untold;
      if (performance.now() - looked >= pause * 0.9) {
        looked = performance.now();
        await this.refresh();
      }
      await rest(vary(look.untold), signal);
    }
  }

  /** Keeps the cache whole, and others knowing that this process lives. */
  async #lookAfter(signal: AbortSignal): Promise<void> {
    const { database, keeper, holder } = this.#options;
    while (!signal.aborted) {
      const isKnown = await keepAlive(database.queries, holder).catch(() => true);
      if (!isKnown) await this.#report();
      await keeper.tend(this.#current.published);
      await rest(vary(look.told), signal);
    }
  }

  #begin(): Promise<void> {
    const looking = this.#look().finally(() => {
      this.#looking = null;
    });
    this.#looking = looking;
    return looking;
  }

  async #look(): Promise<void> {
    const { database, log } = this.#options;
    try {
      const version = await publishedVersion(database.queries);
      if (version !== this.#current.published.version && version !== this.#refused) await this.#change(version);
    } catch (error) {
      log.warn({ code: 'config.look', err: error }, 'cannot see which configuration is published');
    }
  }

  async #change(version: number): Promise<void> {
    const { log, metrics } = this.#options;
    const failure = this.#failure?.version === version ? this.#failure : null;
    if (failure && performance.now() < failure.until) return;
    try {
      const configuration = await this.#load(version);
      if (!configuration) throw new Error(`version ${version} is published and not there`);
      this.#swap(configuration);
      this.#failure = null;
      metrics.configLoads.inc({ outcome: 'loaded' });
      log.info({ version }, 'answers by another version of the configuration');
    } catch (error) {
      if (error instanceof UnknownConfiguration) {
        this.#refused = version;
        metrics.configLoads.inc({ outcome: 'refused' });
        log.error({ code: error.code, version, err: error }, 'the published configuration does not fit this program');
      } else {
        const pause = Math.min(failing.longest, failure ? failure.pause * 2 : failing.first);
        this.#failure = { version, pause, until: performance.now() + pause };
        metrics.configLoads.inc({ outcome: 'failed' });
        log.error({ code: 'config.load', version, err: error }, 'the published configuration cannot be loaded');
      }
    }
    await this.#report();
    await this.#requireInUse();
  }

  #swap(configuration: Configuration): void {
    const before = this.#current;
    this.#current = configuration;
    this.#refused = null;
    const { version } = configuration.published;
    // Versions only grow, unless the database was restored: then what came after is of another history.
    if (version > before.published.version) this.#older.keep(before);
    else this.#older.forgetFrom(version);
    this.#show();
    for (const listener of this.#listeners) listener(configuration);
  }

  #show(): void {
    const { role, metrics } = this.#options;
    metrics.configVersion.set({ role }, this.#current.published.version);
  }

  async #report(): Promise<void> {
    const { database, holder: id, role, log } = this.#options;
    const state = { id, role, version: this.#current.published.version, refused: this.#refused };
    await reportReplica(database.queries, state).catch((error: unknown) =>
      log.warn({ code: 'config.report', err: error }, 'nobody is told which configuration runs here'),
    );
  }

  async #requireInUse(): Promise<void> {
    const { database, log } = this.#options;
    try {
      await this.require(await readVersionsInUse(database.queries, 8));
    } catch (error) {
      log.warn({ code: 'config.in_use', err: error }, 'cannot see which configurations people are in the middle of');
    }
  }
}

/** Not all processes at the same moment. */
function vary(milliseconds: number): number {
  return milliseconds * (0.9 + Math.random() / 5);
}

async function loadFirst(
  load: LoadConfiguration,
  { database, log, metrics }: LiveOptions,
): Promise<{ current: Configuration; refused: number | null }> {
  const version = await publishedVersion(database.queries);
  let unknown: UnknownConfiguration | undefined;
  for (const candidate of await readVersionsDown(database.queries, version, mostTried)) {
    try {
      const configuration = await load(candidate);
      if (!configuration) continue;
      metrics.configLoads.inc({ outcome: 'loaded' });
      return { current: configuration, refused: unknown ? version : null };
    } catch (error) {
      if (!(error instanceof UnknownConfiguration)) throw error;
      unknown ??= error;
      metrics.configLoads.inc({ outcome: 'refused' });
      log.error({ code: error.code, version: candidate, err: error }, 'a configuration does not fit this program');
    }
  }
  throw unknown ?? new Error('no configuration is published');
}
