/** What the Bot API stand-in tells the load generator about each call a bot made to it. */
export interface Sent {
  readonly chat: number;
  readonly method: string;
  /** The message sent or edited; 0 for other calls. */
  readonly message: number;
  /** When it came in, in nanoseconds of the clock that all processes of this machine share. */
  readonly at: number;
  readonly text: string;
  readonly keyboard: InlineKeyboard | null;
  /** Which press an answerCallbackQuery answers. */
  readonly query: string;
}

export type InlineKeyboard = readonly (readonly InlineButton[])[];

export interface InlineButton {
  readonly text: string;
  readonly callback_data?: string;
}

type Line = [number, string, number, number, string, InlineKeyboard | null, string];

/** One line of the stream. */
export function formatSent(sent: Sent): string {
  const line: Line = [sent.chat, sent.method, sent.message, sent.at, sent.text, sent.keyboard, sent.query];
  return `${JSON.stringify(line)}\n`;
}

/** Reads what `formatSent` wrote; the stream is the benchmark's own, so its shape is taken as it is. */
export function parseSent(line: string): Sent {
  const fields: Line = JSON.parse(line);
  const [chat, method, message, at, text, keyboard, query] = fields;
  return { chat, method, message, at, text, keyboard, query };
}

/** Now, on the clock of `Sent.at`. Exact to some 100 ns, which is what a double leaves after months of uptime. */
export function monotonicNow(): number {
  return Number(process.hrtime.bigint());
}
