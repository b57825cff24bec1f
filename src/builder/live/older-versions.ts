import { rest } from '../../platform/rest.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import type { Configuration } from '../configuration.ts';
import type { LoadConfiguration } from './load-configuration.ts';

/** Versions beside the present one; those asked for last stay longest. */
const mostKept = 12;
/** Handlers and callbacks of all of them together: a large configuration leaves room for fewer. */
const mostEntries = 60_000;
/** Milliseconds for which an old button waits for its version. */
const patience = 1_000;
/** Old versions loaded in a minute: whoever makes up old buttons must not keep the process busy with them. */
const mostLoadsAMinute = 60;

/** Versions that were replaced, which old buttons and open conversations still mean. */
export class OlderVersions {
  readonly #kept = new Map<number, Configuration>();
  readonly #loading = new Map<number, Promise<void>>();
  readonly #load: LoadConfiguration;
  readonly #log: Logger;
  #loads = 0;
  #minute = 0;

  constructor(load: LoadConfiguration, log: Logger) {
    this.#load = load;
    this.#log = log;
  }

  get(version: number): Configuration | undefined {
    const found = this.#kept.get(version);
    if (found) this.keep(found);
    return found;
  }

  keep(configuration: Configuration): void {
    const { version } = configuration.published;
    this.#kept.delete(version);
    this.#kept.set(version, configuration);
    let entries = 0;
    // From the one used last to the one used longest ago.
    for (const [place, [other, { published }]] of [...this.#kept].toReversed().entries()) {
      entries += published.handler_ids.length + published.callback_ids.length;
      if (place >= mostKept || (place > 0 && entries > mostEntries)) this.#kept.delete(other);
    }
  }

  /** Forgets what a restored database has never heard of. */
  forgetFrom(version: number): void {
    for (const kept of this.#kept.keys()) if (kept >= version) this.#kept.delete(kept);
  }

  /** Loads versions that are not there, within a second; what takes longer is there for the next. Never throws. */
  async require(versions: readonly number[]): Promise<void> {
    // Asked for, so that those in use stay.
    const missing = versions.filter((version) => !this.get(version));
    if (missing.length === 0) return;
    const waiting = new AbortController();
    await Promise.race([
      Promise.all(missing.map((version) => this.#loadOnce(version))),
      rest(patience, waiting.signal),
    ]);
    waiting.abort();
  }

  #loadOnce(version: number): Promise<void> {
    const known = this.#loading.get(version);
    if (known) return known;
    const minute = Math.floor(performance.now() / 60_000);
    if (minute !== this.#minute) [this.#minute, this.#loads] = [minute, 0];
    if (this.#loads >= mostLoadsAMinute) return Promise.resolve();
    this.#loads += 1;
    const loading = this.#loadAndKeep(version).finally(() => this.#loading.delete(version));
    this.#loading.set(version, loading);
    return loading;
  }

  async #loadAndKeep(version: number): Promise<void> {
    try {
      const configuration = await this.#load(version);
      if (configuration) this.keep(configuration);
    } catch (error) {
      this.#log.warn({ code: 'config.older', version, err: error }, 'an older configuration cannot be loaded');
    }
  }
}
