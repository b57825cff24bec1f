import type { AuditEntry } from '../platform/http/api.ts';
import { isUnknownToken } from '../telegram/delivery-trouble.ts';
import type { BotConnection } from './connection.ts';
import { forgetToken, keepToken } from './kept-token.ts';

export interface ConnectDependencies {
  readonly connection: BotConnection;
  readonly dataDir: string;
  /** `PUBLIC_URL`. */
  readonly publicUrl: string | undefined;
  readonly record: (entry: AuditEntry) => Promise<void>;
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
  | { readonly outcome: 'in_use'; readonly host: string };

/**
 * Connects a real bot: asks Telegram whose token it is, keeps it for later starts and has this process answer as that
 * bot from now on.
 *
 * @param wish.takeOver whether to go on where another program has a webhook set.
 */
export async function connectBot(
  { connection, dataDir, publicUrl, record }: ConnectDependencies,
  { token, takeOver }: { readonly token: string; readonly takeOver: boolean },
): Promise<Connected> {
  if (connection.fixed !== null) return { outcome: 'fixed', why: connection.fixed };
  const looked = await lookAt(connection, token, publicUrl);
  if (looked.outcome !== 'connected' && !(looked.outcome === 'in_use' && takeOver)) return looked;
  const before = connection.botId;
  const { bot } = looked;
  await keepToken(dataDir, token);
  await connection.switchTo(token);
  await record({ action: 'bot.connect', subject: `bot/${bot.id}`, before: { bot_id: before }, after: { ...bot } });
  return { outcome: 'connected', bot };
}

export type Disconnected =
  | { readonly outcome: 'disconnected' }
  | { readonly outcome: 'fixed'; readonly why: NonNullable<BotConnection['fixed']> }
  /** `PUBLIC_URL` needs a real bot. */
  | { readonly outcome: 'public_url' };

/** Goes back to the simulator and forgets the token. Where none is kept, nothing happens. */
export async function disconnectBot({
  connection,
  dataDir,
  publicUrl,
  record,
}: ConnectDependencies): Promise<Disconnected> {
  if (connection.fixed !== null) return { outcome: 'fixed', why: connection.fixed };
  if (connection.source !== 'kept') return { outcome: 'disconnected' };
  if (publicUrl !== undefined) return { outcome: 'public_url' };
  const before = connection.botId;
  await forgetToken(dataDir);
  await connection.switchTo(null);
  await record({ action: 'bot.disconnect', subject: `bot/${String(before)}` });
  return { outcome: 'disconnected' };
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
