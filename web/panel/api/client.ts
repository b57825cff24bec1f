import { Problem, Unreachable, type ProblemDocument } from './problem.ts';

export const apiRoot = '/api/v1';

/** Milliseconds after which a request that says nothing counts as unreachable. */
const patience = 30_000;
/** Characters of a body that a page which goes takes along; bytes may be thrice as many. */
const mostCarried = 20_000;

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

export interface SendOptions {
  readonly body?: unknown;
  readonly query?: Query;
  /** Refuses with 412 where it is not this any more. */
  readonly etag?: string | undefined;
  /** Makes a repeat of this POST harmless. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

export interface Answer<Body> {
  readonly body: Body;
  readonly etag: string | null;
}

let csrfToken: string | null = null;
let onSignedOut: () => void = () => undefined;

/** What shows that a change comes from this page. Told by signing in and by `/auth/me`. */
export function keepCsrfToken(token: string | null): void {
  csrfToken = token;
}

/** @param listener is called when the API says that nobody is signed in any more. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** @param path behind `/api/v1`. @throws Problem, Unreachable */
export async function get<Body>(path: string, query?: Query, signal?: AbortSignal): Promise<Body> {
  return (await ask<Body>('GET', path, { ...(query && { query }), ...(signal && { signal }) })).body;
}

/** @throws Problem, Unreachable */
export async function send<Body = void>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  options?: SendOptions,
): Promise<Body> {
  return (await ask<Body>(method, path, options)).body;
}

/** The whole answer, where its `ETag` is needed. The shape is the server's promise: it is the same project. */
export async function ask<Body>(method: string, path: string, options: SendOptions = {}): Promise<Answer<Body>> {
  const { body, query, etag, idempotencyKey, signal } = options;
  const headers = new Headers({ accept: 'application/json' });
  if (method !== 'GET' && csrfToken !== null) headers.set('x-csrf-token', csrfToken);
  if (etag !== undefined) headers.set('if-match', etag);
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
  const isForm = body instanceof FormData;
  const isFile = body instanceof Blob;
  // Of a form the browser says it itself, with what stands between its parts.
  if (body !== undefined && !isForm) headers.set('content-type', isFile ? body.type : 'application/json');
  const isText = body !== undefined && !isForm && !isFile;
  const text = isText ? JSON.stringify(body) : undefined;
  const response = await reach(addressOf(path, query), {
    method,
    headers,
    // Who has left the page has saved what was typed last. Browsers carry at most 64 KB so.
    keepalive: document.visibilityState === 'hidden' && (text?.length ?? Infinity) < mostCarried,
    signal: AbortSignal.any([AbortSignal.timeout(patience), ...(signal ? [signal] : [])]),
    ...(isFile || isForm ? { body } : text === undefined ? {} : { body: text }),
  });
  if (!response.ok) throw await problemOf(response, path);
  const said = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { body: isJson ? JSON.parse(said) : said || undefined, etag: response.headers.get('etag') };
}

/** Where something of the API lies, for links and pictures. */
export function addressOf(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null && one !== '') params.append(name, String(one));
  const asked = params.toString();
  return `${apiRoot}${path}${asked === '' ? '' : `?${asked}`}`;
}

async function reach(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request);
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'AbortError') throw cause;
    throw new Unreachable('no answer', { cause });
  }
}

async function problemOf(response: Response, path: string): Promise<Error> {
  const document: Partial<ProblemDocument> | null = await response.json().catch(() => null);
  // A proxy in front answers in its own words where nothing is behind it.
  if (document === null && response.status >= 502) return new Unreachable(response.statusText);
  if (response.status === 401 && !path.startsWith('/auth/')) onSignedOut();
  const retryAfter = Number(response.headers.get('retry-after')) || null;
  return new Problem({ title: response.statusText, ...document, status: response.status }, retryAfter);
}
