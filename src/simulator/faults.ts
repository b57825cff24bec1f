/** What goes wrong with a call. */
export type Harm =
  /** Answered with a status: 429 carries `retry_after` (seconds, 1 unless told), the others their usual words. */
  | { readonly do: 'refuse'; readonly status: number; readonly retry_after?: number }
  /** Answered late. */
  | { readonly do: 'delay'; readonly ms: number }
  /** The connection is cut without an answer. */
  | { readonly do: 'cut' };

export type Fault = Harm & {
  /** Which method; any, where left out. */
  readonly method?: string;
  /** Only calls to this chat. */
  readonly chat_id?: number;
  /** Only the next so many calls; without it, until cleared. */
  readonly next?: number;
  /** 0–100; 100 where left out. */
  readonly percent?: number;
  /** The call takes effect all the same, and only its answer is spoiled. Meaningless with `delay`. */
  readonly carried_out?: boolean;
};

interface Armed {
  readonly fault: Fault;
  left: number;
}

/** The faults in force. The first that fits a call is the one that strikes. */
export class Faults {
  #armed: Armed[] = [];
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  add(fault: Fault): void {
    this.#armed.push({ fault, left: fault.next ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#armed = [];
  }

  list(): Fault[] {
    return this.#armed.map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, next: left } : fault));
  }

  /** The fault that strikes this call, counted off, or `undefined`. */
  strike(method: string, chatId: string | undefined): Fault | undefined {
    if (this.#armed.length === 0) return undefined;
    for (const armed of this.#armed) {
      const { fault } = armed;
      if (fault.method !== undefined && fault.method.toLowerCase() !== method) continue;
      if (fault.chat_id !== undefined && String(fault.chat_id) !== chatId) continue;
      if (fault.percent !== undefined && this.#random() * 100 >= fault.percent) continue;
      armed.left -= 1;
      if (armed.left <= 0) this.#armed = this.#armed.filter((other) => other !== armed);
      return fault;
    }
    return undefined;
  }
}
