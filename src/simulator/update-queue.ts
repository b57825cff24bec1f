import type { TelegramTime } from './time.ts';
import type { Update, UpdateKind, UpdatePayloads } from './wire.ts';

/** How long Telegram keeps an update nobody took, in seconds. */
const KEPT_SECONDS: Readonly<Record<UpdateKind, number>> = {
  message: 86_400,
  edited_message: 86_400,
  my_chat_member: 86_400,
  callback_query: 150,
  inline_query: 150,
};
/** How many updates can be told to come again. */
const REMEMBERED = 2_000;

export interface Entry {
  readonly update: Update;
  readonly kind: UpdateKind;
  /** Updates of one line are delivered one after the other; a person's messages and presses are two lines. */
  readonly line: string;
  /** Unix seconds after which it is no longer delivered. */
  readonly expiresAt: number;
  /** Handed out once more, whatever the bot has confirmed. */
  readonly again: boolean;
}

/** Told of one new entry, or with nothing that everything waiting may have changed its place. */
export type QueueListener = (entry?: Entry) => void;
export type ReleaseOrder = 'kept' | 'reverse' | 'shuffle' | readonly number[];

/**
 * The updates the bot has not taken yet, for polling and for the webhook alike.
 * While held, updates gather and nobody is given any: the way to have them come late, in another order, or at once.
 */
export class UpdateQueue {
  nextId: number;
  allowed: readonly string[] = [];
  readonly #pending = new Map<number, Entry>();
  readonly #again: Entry[] = [];
  readonly #remembered = new Map<number, Entry>();
  readonly #time: TelegramTime;
  readonly #listeners = new Set<QueueListener>();
  #repeats = 0;
  #held = false;
  #disordered = false;

  constructor(time: TelegramTime, nextId: number) {
    this.#time = time;
    this.nextId = nextId;
  }

  get held(): boolean {
    return this.#held;
  }

  get size(): number {
    return this.#pending.size + this.#again.length;
  }

  /** Calls when there may be something to hand out; not while held. */
  onReady(listener: QueueListener): void {
    this.#listeners.add(listener);
  }

  /** @returns the new update's id, or `undefined` where the bot did not ask for this kind */
  add<Kind extends UpdateKind>(kind: Kind, payload: UpdatePayloads[Kind], line: string): number | undefined {
    if (this.allowed.length > 0 && !this.allowed.includes(kind)) return undefined;
    const updateId = this.nextId;
    this.nextId += 1;
    const update: Update = { update_id: updateId, [kind]: payload };
    this.#insert({ update, kind, line, expiresAt: this.#time.now() + KEPT_SECONDS[kind], again: false });
    return updateId;
  }

  /**
   * Hands a remembered update out once more, beside whatever else is under way: called twice, it comes twice at once.
   * @returns whether the update is still remembered
   */
  repeat(updateId: number): boolean {
    const entry = this.#remembered.get(updateId);
    if (entry === undefined) return false;
    this.#repeats += 1;
    const again: Entry = { ...entry, line: `again ${this.#repeats}`, again: true };
    this.#again.push(again);
    this.#announce(again);
    return true;
  }

  restore(entries: readonly Entry[]): void {
    for (const entry of entries) this.#insert(entry);
  }

  hold(): void {
    this.#held = true;
  }

  /** Lets go what was held, in the order asked for: ids of a list come first, in the list's order. */
  release(order: ReleaseOrder = 'kept', random: () => number = Math.random): void {
    this.#held = false;
    if (order !== 'kept') {
      const entries = reorder([...this.#pending.values()], order, random);
      this.#pending.clear();
      for (const entry of entries) this.#pending.set(entry.update.update_id, entry);
      this.#disordered = true;
    }
    this.#announce();
  }

  /** Up to `limit` updates from `offset` on; confirms what lies before it. A negative one counts from the end. */
  take(offset: number, limit: number): Update[] {
    const from = offset < 0 ? this.#fromEnd(-offset) : offset;
    this.#confirm(from);
    if (this.#held) return [];
    const taken = this.#again.splice(0, limit).map((entry) => entry.update);
    for (const [updateId, entry] of this.#pending) {
      if (taken.length >= limit) break;
      if (this.isExpired(entry)) this.#pending.delete(updateId);
      else taken.push(entry.update);
    }
    return taken;
  }

  /** Everything that waits, in order. */
  entries(): Entry[] {
    return [...this.#again, ...this.#pending.values()];
  }

  /** Still to be delivered: neither confirmed nor dropped. */
  isPending(entry: Entry): boolean {
    return entry.again ? this.#again.includes(entry) : this.#pending.get(entry.update.update_id) === entry;
  }

  isExpired(entry: Entry): boolean {
    return entry.expiresAt < this.#time.now();
  }

  settle(entry: Entry): void {
    if (!this.isPending(entry)) return;
    if (entry.again) this.#again.splice(this.#again.indexOf(entry), 1);
    else this.#pending.delete(entry.update.update_id);
  }

  dropAll(): void {
    this.#pending.clear();
    this.#again.length = 0;
  }

  #insert(entry: Entry): void {
    const id = entry.update.update_id;
    this.#pending.set(id, entry);
    this.#remembered.set(id, entry);
    if (this.#remembered.size > REMEMBERED) {
      for (const oldest of this.#remembered.keys()) {
        this.#remembered.delete(oldest);
        break;
      }
    }
    this.#announce(entry);
  }

  #announce(entry?: Entry): void {
    if (!this.#held) for (const listener of this.#listeners) listener(entry);
  }

  #fromEnd(count: number): number {
    const ids = [...this.#pending.keys()].toSorted((one, other) => one - other);
    return ids.at(-Math.min(count, ids.length)) ?? 0;
  }

  /** In order the confirmed ones are a prefix; only after a disorder is everything looked at. */
  #confirm(before: number): void {
    for (const updateId of this.#pending.keys()) {
      if (updateId < before) this.#pending.delete(updateId);
      else if (!this.#disordered) break;
    }
    if (this.#pending.size === 0) this.#disordered = false;
  }
}

function reorder(entries: Entry[], order: Exclude<ReleaseOrder, 'kept'>, random: () => number): Entry[] {
  if (order === 'reverse') return entries.toReversed();
  if (order === 'shuffle') {
    return entries
      .map((entry) => ({ entry, key: random() }))
      .toSorted((one, other) => one.key - other.key)
      .map(({ entry }) => entry);
  }
  const place = (entry: Entry): number => {
    const index = order.indexOf(entry.update.update_id);
    return index === -1 ? order.length : index;
  };
  return entries.toSorted((one, other) => place(one) - place(other));
}
