import { storable } from '../../platform/storable-text.ts';

/** A call as its row keeps it: everything said, but for the secrets, which stand in it by name. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; null for none. */
  readonly body: Json;
  /** What marks the secrets of this request: nobody who fills in a value can know it. */
  readonly nonce: string;
  /** Milliseconds for one attempt. */
  readonly timeLimit: number;
  /** Further attempts where the first one fails. */
  readonly retries: number;
  /** Whether a second attempt does no harm. */
  readonly isRepeatable: boolean;
  /** Whether it carries a key by which the other side knows a second attempt. */
  readonly hasKey: boolean;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** What came of a call. */
export type HttpResult = { readonly status: number; readonly body: Json } | { readonly fault: HttpFault };

export type HttpFault =
  | 'http_address'
  | 'http_network'
  | 'http_timeout'
  | 'http_size'
  | 'http_secret'
  /** Whether the other side has acted on it cannot be known, and asking again might do it twice. */
  | 'http_unknown';

const [opening, closing] = ['\ue000', '\ue001'];

/** Stands for a secret in what is rendered. */
export function secretMark(nonce: string, name: string): string {
  return `${opening}${nonce}:${name}${closing}`;
}

export interface ReadyRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Puts the secrets in.
 *
 * @returns null where one is not known.
 */
export function withSecrets(
  { url, headers, body, nonce }: HttpRequest,
  secretOf: (name: string) => string | undefined,
): ReadyRequest | null {
  let isWhole = true;
  const fill = (text: string, open: string, close: string, escape: (secret: string) => string): string =>
    text.replaceAll(new RegExp(`${open}([a-z0-9_]+)${close}`, 'g'), (_, name: string) => {
      const secret = secretOf(name);
      if (secret === undefined) isWhole = false;
      return escape(secret ?? '');
    });
  const plain = (text: string) => fill(text, `${opening}${nonce}:`, closing, (secret) => secret);
  const [open, close] = [encodeURIComponent(`${opening}${nonce}:`), encodeURIComponent(closing)];
  const ready: ReadyRequest = {
    url: fill(url, open, close, encodeURIComponent),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerText(plain(value))])),
    ...(body === null ? {} : { body: JSON.stringify(mapTexts(body, plain)) }),
  };
  return isWhole ? ready : null;
}

/** One line; what is not Latin-1 travels as UTF-8, as most servers read it. */
function headerText(value: string): string {
  const line = value.replaceAll(/\p{Cc}+/gu, ' ').trim();
  return Buffer.from(line, 'utf8').toString('latin1');
}

function mapTexts(json: Json, change: (text: string) => string): Json {
  if (typeof json === 'string') return change(json);
  if (Array.isArray(json)) return json.map((item: Json) => mapTexts(item, change));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, mapTexts(value, change)]));
}

/** Levels of an answer that are kept, and characters of one that is no JSON. */
const deepest = 8;
const longestText = 4_096;
const mostItems = 500;

/** An answer's body as templates see it: JSON where it is that, cut where nobody would look, else its text. */
export function readBody(body: string): Json {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whatever JSON.parse gives is JSON
    return pruned(JSON.parse(body) as Json, deepest);
  } catch {
    return storable(body.slice(0, longestText));
  }
}

function pruned(json: Json, levels: number): Json {
  if (typeof json === 'string') return storable(json);
  if (typeof json !== 'object' || json === null) return json;
  if (levels === 0) return null;
  if (Array.isArray(json)) return json.slice(0, mostItems).map((item: Json) => pruned(item, levels - 1));
  const entries = Object.entries(json).slice(0, mostItems);
  return Object.fromEntries(entries.map(([name, value]) => [storable(name), pruned(value, levels - 1)]));
}
