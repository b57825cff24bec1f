import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { readBrokerAddress } from './platform/broker/address.ts';
import { readRedisAddress } from './platform/cache/address.ts';
import { readPostgresAddress } from './platform/database/postgres-address.ts';
import { readS3Address } from './platform/objects/s3-address.ts';

/** A setting that is missing, unknown or contradicts another. Its message is one line for the operator. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const text = z.string().min(1).optional();
const port = z.coerce.number().int().min(0).max(65_535).optional();
/** One in a hundred seconds, to more than any process takes. */
const perSecond = z.coerce.number().min(0.01).max(1_000_000);
const address = (...schemes: string[]) =>
  z
    .string()
    .refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol), {
      error: `must begin with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
    })
    .optional();

const botToken = z.string().regex(/^\d+:[\w-]+$/, { error: 'must look like 123456:ABC-def' });

const databaseAddress = z
  .string()
  .refine((value) => readPostgresAddress(value) !== null, {
    error: 'must begin with postgres:// or postgresql://, and may end with ?pooler=transaction',
  })
  .optional();

/** Every setting, by its name in the environment. */
const shape = z.object({
  /** The bot's token, from @BotFather. Without it and `PUBLIC_URL` the simulator stands in for Telegram. */
  BOT_TOKEN: botToken.optional(),
  /** Where the Bot API is. */
  TELEGRAM_API_ROOT: address('http:', 'https:'),
  /** How updates come in; `auto` is webhook where `PUBLIC_URL` is set, with polling to fall back on. */
  BOT_MODE: z.enum(['auto', 'webhook', 'polling']).default('auto'),
  /** The address at which Telegram reaches this service. */
  PUBLIC_URL: address('http:', 'https:'),
  /** What Telegram must show with each update; derived from the token when unset. */
  WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{1,256}$/, { error: 'must be 1–256 letters, digits, _ or -' })
    .optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port,
  /** The folder of the embedded defaults. */
  DATA_DIR: z.string().min(1).default('./data'),
  /** PostgreSQL; with `?pooler=transaction` behind a pooler such as PgBouncer. */
  DATABASE_URL: databaseAddress,
  /** A replica of it, where statistics and reports are read while it is at most five seconds behind. */
  DATABASE_REPLICA_URL: databaseAddress,
  /** Redis, or a Cluster as `redis+cluster://host:port,host:port`; without it the process's own memory. */
  REDIS_URL: z
    .string()
    .refine((value) => readRedisAddress(value) !== null, {
      error: 'must look like redis://host:6379 or redis+cluster://host:6379,host:6379 (rediss for TLS)',
    })
    .optional(),
  /** RabbitMQ or Kafka, one or several nodes; without it events go to the consumers of this very process. */
  BROKER_URL: z
    .string()
    .refine((value) => readBrokerAddress(value) !== null, {
      error:
        'must look like amqp://user:password@host:5672/vhost or kafka://host:9092,host:9092 (amqps, kafkas for TLS)',
    })
    .optional(),
  /** Where exports and archives are kept: a bucket, or a folder; in `DATA_DIR` when unset. */
  OBJECT_STORE_URL: z
    .string()
    .refine((value) => readS3Address(value) !== null || /^file:(\/\/(localhost)?)?\/(?!\/)/.test(value), {
      error: 'must look like s3://bucket/folder?endpoint=https://host&region=eu-west-1 or file:///folder',
    })
    .optional(),
  /** The first administrator, made where there is none; a password is made and printed once when unset. */
  ADMIN_LOGIN: z.string().min(1).max(64).default('admin'),
  ADMIN_PASSWORD: text,
  /** Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed: addresses and networks, with commas. */
  TRUSTED_PROXIES: z
    .string()
    .refine((list) => list.split(',').every(isNetwork), { error: 'must be addresses or networks, with commas' })
    .transform((list) => list.split(',').map((network) => network.trim()))
    .optional(),
  /**
   * For how many years rows stay in the database, and how far back a person's time may be written down and corrected
   * over the API; whole months past it go to the archive.
   */
  RETENTION_YEARS: z.coerce.number().int().min(1).max(100).default(5),
  /** The object store's class for archived months, such as `GLACIER`; its usual one when unset. */
  ARCHIVE_STORAGE_CLASS: text,
  /** Updates a second: of one person, who may send four times as many in one go; and of all, in all processes. */
  RATE_LIMIT_USER: perSecond.default(5),
  RATE_LIMIT_TOTAL: perSecond.default(2000),
  /**
   * Messages a second that broadcasts send at most. Telegram takes thirty in bulk, of a bot that it has not allowed
   * more; what is left of them is for reminders and the like.
   */
  BROADCAST_RATE: z.coerce.number().int().min(1).max(1_000).default(25),
  /** Signs configuration webhooks, and checks those that come to `POST /hooks/config`. */
  CONFIG_HOOK_SECRET: text,
  /**
   * Whether HTTP actions may call addresses inside the network; `off`: only the public internet. Configuration webhooks
   * may call inside it in any case, but a cloud's metadata and the like only with `on`.
   */
  ALLOW_PRIVATE_HTTP: z.enum(['on', 'off']).default('off'),
  /** Telegram chats that `notify_admin` writes to, parted by commas. */
  ADMIN_CHATS: z
    .string()
    .regex(/^-?\d{1,15}(\s*,\s*-?\d{1,15})*$/, { error: 'must be numbers of chats, parted by commas' })
    .transform((chats) => chats.split(',').map(Number))
    .default([]),
  /** `on`: a start migrates first; `off`: it refuses to run on an older schema. */
  MIGRATE: z.enum(['on', 'off']).default('on'),
  /** For people who never said. */
  DEFAULT_LANGUAGE: z.enum(['ru', 'en']).default('ru'),
  DEFAULT_TIME_ZONE: z.string().refine(isTimeZone, { error: 'is not a time zone' }).default('Europe/Moscow'),
  OTEL_EXPORTER_OTLP_ENDPOINT: text,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type Settings = Readonly<z.infer<typeof shape>> & {
  /** What HTTP actions call `{{ secret.crm_key }}`: the value of `SECRET_CRM_KEY`, by `crm_key`. */
  readonly actionSecrets: ReadonlyMap<string, string>;
  /** The token that was given in the panel, where `BOT_TOKEN` is unset and the database is the embedded one. */
  readonly keptBotToken: string | undefined;
};

/** Where a token that was given in the panel is kept. */
export const keptBotTokenFile = (dataDir: string): string => join(dataDir, 'bot-token');

/** Secrets may also come from a file, named by `X_FILE`. */
const secrets = [
  'BOT_TOKEN',
  'WEBHOOK_SECRET',
  'DATABASE_URL',
  'DATABASE_REPLICA_URL',
  'REDIS_URL',
  'BROKER_URL',
  'OBJECT_STORE_URL',
  'ADMIN_PASSWORD',
  'CONFIG_HOOK_SECRET',
] as const;

/** Addresses whose names and passwords are percent-encoded. */
const decoded = ['REDIS_URL', 'BROKER_URL', 'OBJECT_STORE_URL'] as const;

/** What the contract names and this version does not use yet: accepted, and said at start. */
const later = ['OTEL_EXPORTER_OTLP_ENDPOINT'] as const;

/**
 * Reads every setting at once.
 *
 * @param environment names and values, as `process.env` has them; an empty value counts as unset.
 * @throws {SettingsError} for the first value that makes no sense, named.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given: Record<string, string> = {};
  for (const name of Object.keys(shape.shape)) {
    const value = environment[name];
    if (value !== undefined && value.trim() !== '') given[name] = value.trim();
  }
  for (const name of secrets) {
    const file = environment[`${name}_FILE`];
    if (!file) continue;
    if (given[name] !== undefined) throw new SettingsError(`${name} and ${name}_FILE are both set; keep one`);
    given[name] = readSecret(name, file);
  }
  for (const name of secrets)
    if (given[name]?.startsWith('vault://'))
      throw new SettingsError(`${name}: secrets from Vault are not supported yet; use ${name}_FILE`);

  for (const name of decoded)
    if (given[name] !== undefined && !isDecodable(given[name]))
      throw new SettingsError(`${name} has a «%» that means nothing there; write it as %25`);

  const parsed = shape.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    // The value itself is not repeated: it may be a secret.
    throw new SettingsError(`${String(issue?.path[0])} ${issue?.message ?? 'is wrong'}`);
  }
  const settings = { ...parsed.data, DATA_DIR: resolve(parsed.data.DATA_DIR) };
  const mayBeKept = settings.BOT_TOKEN === undefined && settings.DATABASE_URL === undefined;
  const keptBotToken = mayBeKept ? readKeptBotToken(settings.DATA_DIR) : undefined;
  checkAgainstEachOther({ ...settings, BOT_TOKEN: settings.BOT_TOKEN ?? keptBotToken });
  return Object.freeze({ ...settings, actionSecrets: readActionSecrets(environment), keptBotToken });
}

function readKeptBotToken(dataDir: string): string | undefined {
  const file = keptBotTokenFile(dataDir);
  if (!existsSync(file)) return undefined;
  const token = botToken.safeParse(readSecret('BOT_TOKEN', file));
  if (!token.success) throw new SettingsError(`${file} holds no bot's token; delete it, or set BOT_TOKEN`);
  return token.data;
}

/** Every `SECRET_NAME`, and every `SECRET_NAME_FILE`; a configuration knows them by their names alone. */
function readActionSecrets(environment: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [variable, value] of Object.entries(environment)) {
    const [, name] = /^SECRET_([A-Z][A-Z0-9_]{0,63}?)(?:_FILE)?$/.exec(variable) ?? [];
    if (name === undefined || value === undefined || value.trim() === '') continue;
    const isFile = variable.endsWith('_FILE');
    if (isFile && environment[`SECRET_${name}`])
      throw new SettingsError(`SECRET_${name} and SECRET_${name}_FILE are both set; keep one`);
    found.set(name.toLowerCase(), isFile ? readSecret(`SECRET_${name}`, value.trim()) : value.trim());
  }
  return found;
}

/** The names of settings that are given and have no effect in this version. */
export function unusedSettings(settings: Settings): string[] {
  return later.filter((name) => settings[name] !== undefined);
}

function checkAgainstEachOther(settings: z.infer<typeof shape>): void {
  if (settings.PUBLIC_URL !== undefined && settings.BOT_TOKEN === undefined)
    throw new SettingsError('PUBLIC_URL is set without BOT_TOKEN: a real address needs a real bot');
  if (settings.DATABASE_REPLICA_URL !== undefined && settings.DATABASE_URL === undefined)
    throw new SettingsError('DATABASE_REPLICA_URL is set without DATABASE_URL: a replica of what?');
  if (settings.BOT_MODE === 'webhook' && settings.PUBLIC_URL === undefined)
    throw new SettingsError('BOT_MODE=webhook needs PUBLIC_URL, the address Telegram reaches');
}

function readSecret(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new SettingsError(`${name}_FILE: cannot read ${file}`, { cause });
  }
}

/** `10.0.0.1`, `10.0.0.0/8`, `::1`, or a name for the usual ones: `loopback`, `linklocal`, `uniquelocal`. */
function isNetwork(value: string): boolean {
  const [host = '', bits, ...rest] = value.trim().split('/');
  if (bits === undefined) return isIP(host) > 0 || ['loopback', 'linklocal', 'uniquelocal'].includes(host);
  return rest.length === 0 && /^\d+$/.test(bits) && isIP(host) > 0 && Number(bits) <= (isIP(host) === 4 ? 32 : 128);
}

function isDecodable(value: string): boolean {
  try {
    return decodeURIComponent(value).length > 0;
  } catch {
    return false;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
