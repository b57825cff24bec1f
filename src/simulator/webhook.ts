import { isDeepStrictEqual } from 'node:util';
import { Pool } from 'undici';
import type { TelegramTime } from './time.ts';
import type { Entry, UpdateQueue } from './update-queue.ts';

/** Telegram gives up on an answer after this long. */
const ANSWER_LIMIT_MS = 60_000;
const LONGEST_DELAY_SECONDS = 60;

export interface WebhookSettings {
  readonly url: string;
  readonly secret: string;
  readonly maxConnections: number;
}

/** What is wrong between Telegram and the bot: nobody can be reached, or every answer gets lost on its way back. */
export type WebhookTrouble = 'none' | 'unreachable' | 'answers_lost';

interface Line {
  readonly entries: Entry[];
  /** The wait after the head's next failure, in seconds; 0 while it has not failed. */
  delay: number;
  /** Under way, or waiting for a retry. */
  busy: boolean;
}

export interface WebhookOptions {
  readonly queue: UpdateQueue;
  readonly time: TelegramTime;
  readonly random: () => number;
  /** Milliseconds that one second of waiting between retries takes; tests shorten it. */
  readonly retrySecondMs: number;
  /** Carries out the call an answer may hold. */
  carryOut(body: unknown): void;
}

/**
 * Delivers updates to the bot's address as Telegram does: each line in order, lines in parallel up to the connections
 * allowed, any 2xx acknowledges, a failure is tried again at once and then after twice as long each time.
 */
export class WebhookDelivery {
  settings: WebhookSettings | undefined;
  trouble: WebhookTrouble = 'none';
  /** How many deliveries the trouble still lasts. */
  troubleLeft = Number.POSITIVE_INFINITY;
  /** Percent of updates that are sent twice at the same moment. */
  duplicatePercent = 0;
  lastError: { readonly date: number; readonly message: string } | undefined;
  readonly #options: WebhookOptions;
  #lines = new Map<string, Line>();
  #ready: Line[] = [];
  #pool: Pool | undefined;
  #path = '/';
  #active = 0;
  #stopped = true;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: WebhookOptions) {
    this.#options = options;
    options.queue.onReady((entry) => {
      if (this.#stopped) return;
      if (entry === undefined) this.#enqueueAll();
      else this.#enqueue(entry);
      this.#pump();
    });
  }

  /** Points deliveries at an address, and begins with what waits. The same once more changes nothing. */
  set(settings: WebhookSettings): void {
    if (!this.#stopped && isDeepStrictEqual(settings, this.settings)) return;
    this.clear();
    const url = new URL(settings.url);
    this.settings = settings;
    this.#stopped = false;
    this.#path = `${url.pathname}${url.search}`;
    this.#pool = new Pool(url.origin, {
      connections: settings.maxConnections,
      headersTimeout: ANSWER_LIMIT_MS,
      bodyTimeout: ANSWER_LIMIT_MS,
      keepAliveTimeout: ANSWER_LIMIT_MS,
    });
    this.#enqueueAll();
    this.#pump();
  }

  /** Forgets the address, as `deleteWebhook` does; what waits goes on waiting. */
  clear(): void {
    this.settings = undefined;
    this.lastError = undefined;
    this.stop();
  }

  /** Ends deliveries and retries, and remembers the address for the next start. */
  stop(): void {
    this.#stopped = true;
    this.#lines.clear();
    this.#ready = [];
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    const pool = this.#pool;
    this.#pool = undefined;
    // A delivery under way fails by this, and finds that its settings are gone.
    void pool?.destroy();
  }

  #enqueueAll(): void {
    this.#ready = [];
    const underWay = [...this.#lines].filter(([, line]) => line.busy);
    for (const [, line] of underWay) line.entries.splice(1);
    this.#lines = new Map(underWay);
    if (this.#options.queue.held) return;
    const heads = new Set(underWay.map(([, line]) => line.entries[0]));
    for (const entry of this.#options.queue.entries()) if (!heads.has(entry)) this.#enqueue(entry);
  }

  #enqueue(entry: Entry): void {
    const line = this.#lines.get(entry.line);
    if (line !== undefined) {
      line.entries.push(entry);
      return;
    }
    const fresh: Line = { entries: [entry], delay: 0, busy: false };
    this.#lines.set(entry.line, fresh);
    this.#ready.push(fresh);
  }

  #pump(): void {
    while (!this.#stopped && this.settings !== undefined && this.#active < this.settings.maxConnections) {
      const line = this.#ready.shift();
      if (line === undefined) return;
      line.busy = true;
      this.#active += 1;
      void this.#deliverHead(line, this.settings);
    }
  }

  async #deliverHead(line: Line, settings: WebhookSettings): Promise<void> {
    const [entry] = line.entries;
    let failure: string | undefined;
    if (entry !== undefined && this.#isWanted(entry)) {
      if (!entry.again && line.delay === 0 && this.#options.random() * 100 < this.duplicatePercent) {
        this.#options.queue.repeat(entry.update.update_id);
      }
      failure = await this.#send(entry, settings);
    }
    this.#active -= 1;
    if (this.#stopped || this.settings !== settings) {
      this.#pump();
      return;
    }
    if (failure === undefined) this.#advance(line, entry);
    else this.#retry(line, failure);
    this.#pump();
  }

  #isWanted(entry: Entry): boolean {
    const { queue } = this.#options;
    if (!queue.isPending(entry)) return false;
    if (!queue.isExpired(entry)) return true;
    queue.settle(entry);
    return false;
  }

  #advance(line: Line, entry: Entry | undefined): void {
    line.entries.shift();
    line.delay = 0;
    line.busy = false;
    if (entry !== undefined) this.#options.queue.settle(entry);
    if (line.entries.length > 0) this.#ready.push(line);
    else if (entry !== undefined) this.#lines.delete(entry.line);
  }

  #retry(line: Line, message: string): void {
    this.lastError = { date: this.#options.time.now(), message };
    const seconds = line.delay;
    line.delay = Math.min(Math.max(1, line.delay * 2), LONGEST_DELAY_SECONDS);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      line.busy = false;
      this.#ready.push(line);
      this.#pump();
    }, seconds * this.#options.retrySecondMs);
    this.#timers.add(timer);
  }

  /** @returns why the update counts as not delivered, or `undefined` */
  async #send(entry: Entry, settings: WebhookSettings): Promise<string | undefined> {
    const trouble = this.#takeTrouble();
    if (trouble === 'unreachable') return 'Connection refused';
    try {
      const response = await this.#pool?.request({
        path: this.#path,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(settings.secret === '' ? {} : { 'x-telegram-bot-api-secret-token': settings.secret }),
        },
        body: JSON.stringify(entry.update),
      });
      if (response === undefined) return 'Connection closed';
      const body = await response.body.text();
      if (trouble === 'answers_lost') return 'Read timeout expired';
      if (response.statusCode < 200 || response.statusCode > 299) {
        return `Wrong response from the webhook: ${response.statusCode} ${response.statusText}`.trim();
      }
      this.#takeCall(body);
      return undefined;
    } catch (error) {
      return describe(error);
    }
  }

  #takeTrouble(): WebhookTrouble {
    if (this.trouble === 'none') return 'none';
    const { trouble } = this;
    this.troubleLeft -= 1;
    if (this.troubleLeft <= 0) this.trouble = 'none';
    return trouble;
  }

  #takeCall(body: string): void {
    if (!body.startsWith('{')) return;
    try {
      this.#options.carryOut(JSON.parse(body));
    } catch {
      // An answer that is no JSON is an acknowledgement like any other.
    }
  }
}

function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'Connection refused';
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return 'Read timeout expired';
  if (code === 'ENOTFOUND') return 'Failed to resolve host: Name or service not known';
  return 'Connection reset by peer';
}
