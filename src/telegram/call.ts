/** One call of the Bot API that is to be made: plain JSON, so that it can lie in a row until its time. */
export interface Call {
  readonly method: string;
  readonly payload: Record<string, unknown>;
  /** Means nothing to the transport; given back with the result, so that the caller knows what it was. */
  readonly tag?: string;
}

/**
 * What became of a call, by what has to be done next.
 *
 * - `taken`: Telegram did it.
 * - `harmless`: Telegram refused it, and there is nothing left to do («message is not modified», «query is too old»).
 * - `blocked`: this chat does not want to hear from the bot (403).
 * - `wait`: too fast; to be repeated after that many seconds (429).
 * - `unavailable`: nobody knows whether it was done; to be repeated (5xx, the network, the time limit).
 * - `refused`: Telegram will never do it as it is; our fault (the other 400s).
 */
export type CallResult<Result = unknown> =
  | { readonly outcome: 'taken'; readonly result: Result }
  | { readonly outcome: 'harmless'; readonly description: string }
  | { readonly outcome: 'blocked'; readonly description: string }
  | { readonly outcome: 'wait'; readonly seconds: number }
  | { readonly outcome: 'unavailable'; readonly cause: string }
  | { readonly outcome: 'refused'; readonly description: string };

export type CallOutcome = CallResult['outcome'];

/** Telegram's answer that says no; `error_code` is nearly always the HTTP status as well. */
export interface Refusal {
  readonly error_code: number;
  readonly description: string;
  readonly parameters?: { readonly retry_after?: number | undefined } | undefined;
}

/** Telegram's words for «there is nothing left to do here», in the spelling of its servers. */
const harmless = [
  'message is not modified',
  'query is too old',
  'query id is invalid',
  'query_id_invalid',
  'message to edit not found',
  'message to delete not found',
  "message can't be deleted",
  'message_id_invalid',
];

/** The one place where Telegram's refusals get their class. */
export function classifyRefusal({
  error_code,
  description,
  parameters,
}: Refusal): Exclude<CallResult, { outcome: 'taken' }> {
  if (error_code === 429) {
    const seconds = parameters?.retry_after;
    // A proxy in between may say 429 too, without a time.
    return seconds === undefined ? unavailable('429') : { outcome: 'wait', seconds };
  }
  if (error_code === 403) return { outcome: 'blocked', description };
  if (error_code >= 500) return unavailable(String(error_code));
  // A wrong or revoked token is the operator's to mend: what was to be said must outlive it.
  if (error_code === 401) return unavailable('401 unauthorized');
  if (error_code === 404 && !/method not found/i.test(description)) return unavailable('404 not found');
  const words = description.toLowerCase();
  if (harmless.some((known) => words.includes(known))) return { outcome: 'harmless', description };
  return { outcome: 'refused', description };
}

export function unavailable(cause: string): { outcome: 'unavailable'; cause: string } {
  return { outcome: 'unavailable', cause };
}
