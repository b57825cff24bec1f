import { Api, GrammyError } from 'grammy';
import type { ApiMethods, ApiResponse, Update, UserFromGetMe, WebhookInfo } from 'grammy/types';
import { bodyOf, classifyRefusal, unavailable, type Call, type CallOutcome, type CallResult } from './call.ts';
import { filesOf, multipartBody, type FileReference, type OpenFile } from './client-multipart.ts';
import { isUpdate } from './client-update.ts';
import { WireFailure } from './wire/failure.ts';
import { openWire, type Wire, type WireRequest } from './wire/wire.ts';

export interface TelegramSettings {
  readonly token: string;
  /** Where the Bot API is, without the token; a function where that is known only later, asked at the first call. */
  readonly apiRoot: string | (() => string);
  /** Milliseconds a call may take (10,000); `getUpdates` gets them on top of Telegram's own waiting. */
  readonly timeLimit?: number;
  /** Opens the files that payloads refer to; without it none is there. */
  readonly openFile?: OpenFile;
  /** Told of each call, for the metrics. */
  readonly onCall?: (method: string, outcome: CallOutcome | Conflict['outcome']) => void;
}

/** Somebody else polls, or a webhook is set (409); the description tells which. */
export interface Conflict {
  readonly outcome: 'conflict';
  readonly description: string;
}

type Options<Method extends keyof ApiMethods> = NonNullable<Parameters<ApiMethods[Method]>[0]>;

/** Telegram's Bot API. Nothing here throws for what Telegram or the network does: the outcome tells. */
export interface Telegram {
  /** The result is read only where the call has a tag; what nobody waits for need not be understood. */
  call(call: Call, options?: { readonly signal?: AbortSignal | undefined }): Promise<CallResult>;
  /** `timeout` is in seconds, of Telegram's own waiting. What has no `update_id` is left out. */
  getUpdates(options: Options<'getUpdates'>, signal?: AbortSignal): Promise<CallResult<readonly Update[]> | Conflict>;
  setWebhook(options: Options<'setWebhook'>, signal?: AbortSignal): Promise<CallResult<true>>;
  /** Never drops what waits to be delivered. */
  deleteWebhook(signal?: AbortSignal): Promise<CallResult<true>>;
  getWebhookInfo(signal?: AbortSignal): Promise<CallResult<WebhookInfo>>;
  getMe(signal?: AbortSignal): Promise<CallResult<UserFromGetMe>>;
  /** Cuts what is under way. */
  close(): Promise<void>;
}

/**
 * The client. Answers (`call`) go straight to the wire: they were made as JSON long before, and grammY's way to the
 * same request costs another 10 µs of CPU each. Methods whose results are read go through grammY's `Api`, over the
 * same wire. Neither an outcome nor an error of either holds the token.
 */
export function createTelegram({ token, apiRoot, timeLimit = 10_000, openFile, onCall }: TelegramSettings): Telegram {
  let opened: { readonly root: string; readonly wire: Wire } | undefined;
  const open = (): { readonly root: string; readonly wire: Wire } => {
    if (opened) return opened;
    const root = (typeof apiRoot === 'string' ? apiRoot : apiRoot()).replace(/\/+$/, '');
    opened = { root, wire: openWire(root, token) };
    return opened;
  };

  const send = async <Result>(request: WireRequest): Promise<ApiResponse<Result>> => {
    const { status, body } = await open().wire.post(request);
    return readAnswer(status, body);
  };

  /** grammY's client for one call. It knows only its own kind of signal, so each gets the real one around it. */
  const api = (signal: AbortSignal | undefined, limit = timeLimit): Api['raw'] => {
    const client = new Api(token, { apiRoot: open().root });
    client.config.use((_previous, method, payload) =>
      send({ method, body: JSON.stringify(payload), timeLimit: limit, signal }),
    );
    return client.raw;
  };

  const attempt = async <Result>(
    method: string,
    action: () => Promise<Result>,
  ): Promise<CallResult<Result> | Conflict> => {
    let result: CallResult<Result> | Conflict;
    try {
      result = { outcome: 'taken', result: await action() };
    } catch (error) {
      result = classifyError(error);
    }
    onCall?.(method, result.outcome);
    return result;
  };
  /** Only `getUpdates` can meet another poller; elsewhere a 409 is a refusal like any other. */
  const attemptAlone = async <Result>(method: string, action: () => Promise<Result>): Promise<CallResult<Result>> => {
    const result = await attempt(method, action);
    return result.outcome === 'conflict' ? { outcome: 'refused', description: result.description } : result;
  };

  const upload = async (
    { method, payload }: Call,
    files: readonly FileReference[],
    signal: AbortSignal | undefined,
  ): Promise<CallResult> => {
    const form = openFile ? await multipartBody(payload, files, openFile) : null;
    if (!form) return { outcome: 'refused', description: 'a file is no longer kept' };
    const { status, body } = await open().wire.post({ method, body: form, timeLimit: uploadTimeLimit, signal });
    return readResult(status, body);
  };

  return {
    async call(call, options) {
      const { method, tag } = call;
      let result: CallResult;
      try {
        const files = filesOf(method, call.payload);
        if (files.length > 0) result = await upload(call, files, options?.signal);
        else {
          const { status, body } = await open().wire.post({
            method,
            body: bodyOf(call),
            timeLimit,
            signal: options?.signal,
          });
          result = tag === undefined && saysTaken(status, body) ? taken : readResult(status, body);
        }
      } catch (error) {
        if (!(error instanceof WireFailure)) throw error;
        result = unavailable(error.message);
      }
      onCall?.(method, result.outcome);
      return result;
    },
    getUpdates: (options, signal) =>
      attempt('getUpdates', async () => {
        const limit = (options.timeout ?? 0) * 1000 + timeLimit;
        const updates: readonly unknown[] = await api(signal, limit).getUpdates(options);
        return updates.filter(isUpdate);
      }),
    setWebhook: (options, signal) => attemptAlone('setWebhook', () => api(signal).setWebhook(options)),
    deleteWebhook: (signal) =>
      attemptAlone('deleteWebhook', () => api(signal).deleteWebhook({ drop_pending_updates: false })),
    getWebhookInfo: (signal) => attemptAlone('getWebhookInfo', () => api(signal).getWebhookInfo()),
    getMe: (signal) => attemptAlone('getMe', () => api(signal).getMe()),
    close: async () => opened?.wire.close(),
  };
}

/** Milliseconds in which 50 MB, the most the Bot API takes, go over a slow line. */
const uploadTimeLimit = 60_000;

const taken: CallResult = { outcome: 'taken', result: undefined };
const yes = '{"ok":true,';

/** Whether an answer begins and ends as Telegram's do when it has done what it was asked. */
function saysTaken(status: number, body: Buffer): boolean {
  return status === 200 && body.toString('latin1', 0, yes.length) === yes && body.at(-1) === '}'.charCodeAt(0);
}

function readResult(status: number, body: Buffer): CallResult {
  const answer = readAnswer<unknown>(status, body);
  return answer.ok ? { outcome: 'taken', result: answer.result } : classifyRefusal(answer);
}

/** What is no answer of the Bot API (a proxy's page, half a body) says nothing about the chat, whatever its status. */
function readAnswer<Result>(status: number, body: Buffer): ApiResponse<Result> {
  try {
    const answer: unknown = JSON.parse(body.toString());
    if (isAnswer<Result>(answer)) return answer;
  } catch {
    // No JSON: below.
  }
  return { ok: false, error_code: Math.max(status, 502), description: 'no answer of the Bot API' };
}

function isAnswer<Result>(value: unknown): value is ApiResponse<Result> {
  if (typeof value !== 'object' || value === null || !('ok' in value)) return false;
  if (value.ok === true) return 'result' in value;
  return 'error_code' in value && typeof value.error_code === 'number' && 'description' in value;
}

/** @throws what is neither Telegram's nor the network's doing. */
function classifyError(error: unknown): Exclude<CallResult, { outcome: 'taken' }> | Conflict {
  if (error instanceof GrammyError)
    return error.error_code === 409 ? { outcome: 'conflict', description: error.description } : classifyRefusal(error);
  if (error instanceof WireFailure) return unavailable(error.message);
  throw error;
}
