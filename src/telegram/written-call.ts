import type { Call } from './call.ts';

/**
 * A call whose payload is written once, for its row and for the wire. What it was made of is let go of at once: the commit
 * takes longest of all, and what is kept through it is copied by the collector and grows old. The fields of one copied
 * together (`{ ...call }`) are without the payload.
 */
export class WrittenCall implements Call {
  readonly method: string;
  readonly tag?: string;
  readonly #body: string;

  constructor({ method, payload, tag }: Call) {
    this.method = method;
    if (tag !== undefined) this.tag = tag;
    this.#body = JSON.stringify(payload);
  }

  /** The payload as JSON. */
  get body(): string {
    return this.#body;
  }

  /** Read back, for the few who look into it or make another call of it. */
  get payload(): Call['payload'] {
    const payload: Call['payload'] = JSON.parse(this.#body);
    return payload;
  }

  toJSON(): Call {
    const { method, payload, tag } = this;
    return tag === undefined ? { method, payload } : { method, payload, tag };
  }
}

/** A call's payload as JSON. */
export function bodyOf(call: Call): string {
  return call instanceof WrittenCall ? call.body : JSON.stringify(call.payload);
}

/** Calls as JSON, as they lie in a row. */
export function writeCalls(calls: readonly Call[]): string {
  const written = calls.map((call) => {
    const tag = call.tag === undefined ? '' : `,"tag":${JSON.stringify(call.tag)}`;
    return `{"method":${JSON.stringify(call.method)},"payload":${bodyOf(call)}${tag}}`;
  });
  return `[${written.join(',')}]`;
}
