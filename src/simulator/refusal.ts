/** A call that Telegram would not carry out: its HTTP status and its words, which clients and bots match on. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly description: string;
  /** Seconds to wait, with 429. */
  readonly retryAfter: number | undefined;

  constructor(status: number, description: string, retryAfter?: number) {
    super(description);
    this.status = status;
    this.description = description;
    this.retryAfter = retryAfter;
  }

  /** The answer's body. */
  toBody(): Record<string, unknown> {
    return {
      ok: false,
      error_code: this.status,
      description: this.description,
      ...(this.retryAfter === undefined ? {} : { parameters: { retry_after: this.retryAfter } }),
    };
  }
}

/** A 400 in Telegram's manner: «Bad Request: …». */
export const badRequest = (words: string): Refusal => new Refusal(400, `Bad Request: ${words}`);

/** A 429 in Telegram's manner. @param seconds whole seconds to wait, at least 1 */
export const tooManyRequests = (seconds: number): Refusal =>
  new Refusal(429, `Too Many Requests: retry after ${seconds}`, seconds);
