import type { ApiMethods, ApiResponse, Update, UserFromGetMe, WebhookInfo } from 'grammy/types';
import { classifyRefusal, unavailable, type Call, type CallOutcome, type CallResult } from './call.ts';
import { filesOf, multipartBody, type FileReference, type OpenFile } from './client-multipart.ts';
import { isUpdate } from './client-update.ts';
import { WireFailure } from './wire/failure.ts';
import { openWire, type Wire } from './wire/wire.ts';
import { bodyOf } from './written-call.ts';

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
type Returned<Method extends keyof ApiMethods> = ReturnType<ApiMethods[Method]>;

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

/** The client. Neither an outcome nor an error of it holds the token. */
export function createTelegram({ token, apiRoot, timeLimit = 10_000, openFile, onCall }: TelegramSettings): Telegram {
  let opened: { readonly root: string; readonly wire: Wire } | undefined;
  const open = (): { readonly root: string; readonly wire: Wire } => {
    if (opened) return opened;
    const root = (typeof apiRoot === 'string' ? apiRoot : apiRoot()).replace(/\/+$/, '');
    opened = { root, wire: openWire(root, token) };
    return opened;
  };

  const ask = async <Method extends keyof ApiMethods>(
    method: Method,
    options: Parameters<ApiMethods[Method]>[0],
    signal: AbortSignal | undefined,
    limit = timeLimit,
  ): Promise<CallResult<Returned<Method>> | Conflict> => {
    let result: CallResult<Returned<Method>> | Conflict;
    try {
      const sent = { method, body: JSON.stringify(options ?? {}), timeLimit: limit, signal };
      const { status, body } = await open().wire.post(sent);
      const answer = readAnswer<Returned<Method>>(status, body);
      const isConflict = !answer.ok && answer.error_code === 409;
      result = isConflict ? { outcome: 'conflict', description: answer.description } : classify(answer);
    } catch (error) {
      result = unavailableBy(error);
    }
    onCall?.(method, result.outcome);
    return result;
  };
  /** Only `getUpdates` can meet another poller; elsewhere a 409 is a refusal like any other. */
  const askAlone = async <Method extends keyof ApiMethods>(
    method: Method,
    options: Parameters<ApiMethods[Method]>[0],
    signal: AbortSignal | undefined,
  ): Promise<CallResult<Returned<Method>>> => {
    const result = await ask(method, options, signal);
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
        const files = filesOf(call);
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
        result = unavailableBy(error);
      }
      onCall?.(method, result.outcome);
      return result;
    },
    async getUpdates(options, signal) {
      const result = await ask('getUpdates', options, signal, (options.timeout ?? 0) * 1000 + timeLimit);
      if (result.outcome !== 'taken') return result;
      const updates: readonly unknown[] = result.result;
      return { ...result, result: updates.filter(isUpdate) };
    },
    setWebhook: (options, signal) => askAlone('setWebhook', options, signal),
    deleteWebhook: (signal) => askAlone('deleteWebhook', { drop_pending_updates: false }, signal),
    getWebhookInfo: (signal) => askAlone('getWebhookInfo', undefined, signal),
    getMe: (signal) => askAlone('getMe', undefined, signal),
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
  return classify(readAnswer(status, body));
}

function classify<Result>(answer: ApiResponse<Result>): CallResult<Result> {
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

/** @throws the error, where it is not the network's doing. */
function unavailableBy(error: unknown): CallResult & { readonly outcome: 'unavailable' } {
  if (error instanceof WireFailure) return unavailable(error.message);
  throw error;
}
