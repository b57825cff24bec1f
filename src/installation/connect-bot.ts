import type { AuditEntry } from '../platform/http/api.ts';
import { isUnknownToken } from '../telegram/delivery-trouble.ts';
import type { BotConnection } from './connection.ts';
import { forgetToken, keepToken, readKeptToken } from './kept-token.ts';

export interface ConnectDependencies {
  readonly connection: BotConnection;
  readonly dataDir: string;
  /** `PUBLIC_URL`. */
  readonly publicUrl: string | undefined;
  readonly record: (entry: AuditEntry) => Promise<void>;
  /** Told why a bot could not be started. */
  readonly onFailure: (error: unknown) => void;
}

export interface ConnectedBot {
  readonly id: number;
  readonly name: string;
  readonly username: string;
}

export type Connected =
  | { readonly outcome: 'connected'; readonly bot: ConnectedBot }
  /** No token can be given here. */
  | { readonly outcome: 'fixed'; readonly why: NonNullable<BotConnection['fixed']> }
  /** Telegram knows no such token. */
  | { readonly outcome: 'unknown_token' }
  | { readonly outcome: 'unreachable'; readonly words: string }
  /** Another program has a webhook set for this bot. */
  | { readonly outcome: 'in_use'; readonly host: string }
  | NotStarted;

/** It could not be started here; the one before it goes on. */
interface NotStarted {
  readonly outcome: 'not_started';
}

/**
 * Connects a real bot: asks Telegram whose token it is, keeps it for later starts and has this process answer as that
 * bot from now on.
 *
 * @param wish.takeOver whether to go on where another program has a webhook set.
 */
export async function connectBot(
  deps: ConnectDependencies,
  { token, takeOver }: { readonly token: string; readonly takeOver: boolean },
): Promise<Connected> {
  const { connection, publicUrl, record } = deps;
  if (connection.fixed !== null) return { outcome: 'fixed', why: connection.fixed };
  const looked = await lookAt(connection, token, publicUrl);
  if (looked.outcome !== 'connected' && !(looked.outcome === 'in_use' && takeOver)) return looked;
  const before = connection.botId;
  const { bot } = looked;
  if (!(await switchTo(deps, token))) return { outcome: 'not_started' };
  await record({ action: 'bot.connect', subject: `bot/${bot.id}`, before: { bot_id: before }, after: { ...bot } });
  return { outcome: 'connected', bot };
}

export type Disconnected =
  | { readonly outcome: 'disconnected' }
  | { readonly outcome: 'fixed'; readonly why: NonNullable<BotConnection['fixed']> }
  /** `PUBLIC_URL` needs a real bot. */
  | { readonly outcome: 'public_url' }
  | NotStarted;

/** Goes back to the simulator and forgets the token. Where none is kept, nothing happens. */
export async function disconnectBot(deps: ConnectDependencies): Promise<Disconnected> {
  const { connection, publicUrl, record } = deps;
  if (connection.fixed !== null) return { outcome: 'fixed', why: connection.fixed };
  if (connection.source !== 'kept') return { outcome: 'disconnected' };
  if (publicUrl !== undefined) return { outcome: 'public_url' };
  const before = connection.botId;
  if (!(await switchTo(deps, null))) return { outcome: 'not_started' };
  await record({ action: 'bot.disconnect', subject: `bot/${String(before)}` });
  return { outcome: 'disconnected' };
}

/**
 * Keeps the token for later starts, or forgets it, and has the process answer as that bot. Where it cannot, all is as it
 * was before.
 */
async function switchTo(
  { connection, dataDir, onFailure }: ConnectDependencies,
  token: string | null,
): Promise<boolean> {
  const before = await readKeptToken(dataDir);
  const keep = (one: string | null): Promise<void> => (one === null ? forgetToken(dataDir) : keepToken(dataDir, one));
  await keep(token);
  try {
    await connection.switchTo(token);
    return true;
  } catch (error) {
    onFailure(error);
    await keep(before);
    return false;
  }
}

type Looked =
  | { readonly outcome: 'connected'; readonly bot: ConnectedBot }
  | { readonly outcome: 'in_use'; readonly host: string; readonly bot: ConnectedBot }
  | Extract<Connected, { readonly outcome: 'unknown_token' | 'unreachable' }>;

/** Whose token it is, and whether anybody else is seen to use it. One who polls shows only later, as a conflict. */
async function lookAt(connection: BotConnection, token: string, publicUrl: string | undefined): Promise<Looked> {
  const telegram = await connection.openTelegram(token);
  try {
    const me = await telegram.getMe();
    if (me.outcome === 'unavailable' && isUnknownToken(me.cause)) return { outcome: 'unknown_token' };
    if (me.outcome !== 'taken') return { outcome: 'unreachable', words: wordsOf(me) };
    const { id, first_name: name, username } = me.result;
    const bot = { id, name, username };
    const info = await telegram.getWebhookInfo();
    const url = info.outcome === 'taken' ? info.result.url : '';
    const isOwn = url === undefined || url === '' || (publicUrl !== undefined && url.startsWith(publicUrl));
    return isOwn ? { outcome: 'connected', bot } : { outcome: 'in_use', host: hostOf(url), bot };
  } finally {
    await telegram.close();
  }
}

function wordsOf(result: { readonly outcome: string; readonly cause?: string; readonly description?: string }): string {
  return result.cause ?? result.description ?? result.outcome;
}

/** A webhook's path may be a secret. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '?';
}
