import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readSettings, SettingsError, unusedSettings } from './config.ts';

/** One that goes with the test. */
function madeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'minuta-settings-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('O1 settings', () => {
  it('need nothing at all', () => {
    expect(readSettings({})).toMatchObject({
      HOST: '127.0.0.1',
      BOT_MODE: 'auto',
      DEFAULT_LANGUAGE: 'ru',
      DEFAULT_TIME_ZONE: 'Europe/Moscow',
      MIGRATE: 'on',
    });
  });

  it('take an empty value as none', () => {
    expect(readSettings({ BOT_TOKEN: ' ', PORT: '' }).BOT_TOKEN).toBeUndefined();
  });

  it.each([
    [{ PORT: 'many' }, /^PORT /],
    [{ BOT_MODE: 'push' }, /^BOT_MODE /],
    [{ TRUSTED_PROXIES: '10.0.0.0/8,everybody' }, /^TRUSTED_PROXIES must be addresses/],
    [{ TRUSTED_PROXIES: '10.0.0.0/33' }, /^TRUSTED_PROXIES must be addresses/],
    [{ DEFAULT_TIME_ZONE: 'Mars/Base' }, /^DEFAULT_TIME_ZONE is not a time zone/],
    [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL must begin with postgres/],
    [{ DATABASE_URL: 'postgres://x/y?pooler=statement' }, /^DATABASE_URL must begin with postgres.*pooler=transaction/],
    [{ DATABASE_REPLICA_URL: 'postgres://x/y' }, /^DATABASE_REPLICA_URL is set without DATABASE_URL/],
    [{ REDIS_URL: 'http://127.0.0.1' }, /^REDIS_URL must look like redis:/],
    [{ REDIS_URL: 'redis://:100%@127.0.0.1' }, /^REDIS_URL has a «%»/],
    [{ BROKER_URL: 'amqp://minuta:100%@127.0.0.1' }, /^BROKER_URL has a «%»/],
    [{ OBJECT_STORE_URL: 's3://minuta:%ff@bucket' }, /^OBJECT_STORE_URL has a «%»/],
    [{ RATE_LIMIT_USER: '0' }, /^RATE_LIMIT_USER /],
    [{ RATE_LIMIT_USER: 'NaN' }, /^RATE_LIMIT_USER /],
    [{ RATE_LIMIT_TOTAL: '1e308' }, /^RATE_LIMIT_TOTAL /],
    [{ PUBLIC_URL: 'https://bot.example' }, /without BOT_TOKEN/],
    [{ BOT_TOKEN: '1:a', BOT_MODE: 'webhook' }, /needs PUBLIC_URL/],
    [{ BOT_TOKEN_FILE: '/nowhere/at/all' }, /BOT_TOKEN_FILE: cannot read/],
    [{ BOT_TOKEN: 'vault://kv/minuta#token' }, /Vault/],
  ])('%o stop the start with a line that names the setting', (environment, message) => {
    expect(() => readSettings(environment)).toThrow(SettingsError);
    expect(() => readSettings(environment)).toThrow(message);
  });

  it('never repeat a value that may be a secret', () => {
    expect(() => readSettings({ BOT_TOKEN: 'not a token' })).toThrow(expect.not.stringContaining('not a token'));
  });

  it('take a list of proxies', () => {
    const { TRUSTED_PROXIES } = readSettings({ TRUSTED_PROXIES: 'loopback, 10.0.0.0/8, fd00::/8' });
    expect(TRUSTED_PROXIES).toEqual(['loopback', '10.0.0.0/8', 'fd00::/8']);
  });

  it('O1 take a token that was given in the panel, where neither BOT_TOKEN nor DATABASE_URL is set', () => {
    const DATA_DIR = madeFolder();
    expect(readSettings({ DATA_DIR }).keptBotToken).toBeUndefined();
    writeFileSync(join(DATA_DIR, 'bot-token'), '42:kept\n');
    expect(readSettings({ DATA_DIR, PUBLIC_URL: 'https://bot.example.org' }).keptBotToken).toBe('42:kept');
    expect(readSettings({ DATA_DIR, BOT_TOKEN: '43:given' }).keptBotToken).toBeUndefined();
    expect(readSettings({ DATA_DIR, DATABASE_URL: 'postgres://host/db' }).keptBotToken).toBeUndefined();
    writeFileSync(join(DATA_DIR, 'bot-token'), 'half a tok');
    expect(() => readSettings({ DATA_DIR })).toThrow(/bot-token holds no bot's token/);
  });

  it('O5 read a secret from a file, but not from two places', () => {
    const file = join(madeFolder(), 'token');
    writeFileSync(file, '42:secret\n');
    expect(readSettings({ BOT_TOKEN_FILE: file }).BOT_TOKEN).toBe('42:secret');
    expect(() => readSettings({ BOT_TOKEN_FILE: file, BOT_TOKEN: '42:other' })).toThrow(/both set/);
  });

  it('say which of them this version does not use', () => {
    const later = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
    expect(unusedSettings(readSettings(later))).toEqual(['OTEL_EXPORTER_OTLP_ENDPOINT']);
    expect(unusedSettings(readSettings({ RATE_LIMIT_USER: '5' }))).toEqual([]);
  });

  it('D4 know RabbitMQ and Kafka as brokers, of one node or several, and nothing else', () => {
    for (const place of ['amqp://u:p@127.0.0.1:5672/minuta', 'amqps://a,b', 'kafka://a:9092,b:9092'])
      expect(readSettings({ BROKER_URL: place }).BROKER_URL).toBe(place);
    for (const place of ['nats://127.0.0.1', 'kafka://', 'a:5672'])
      expect(() => readSettings({ BROKER_URL: place })).toThrow('BROKER_URL must look like');
  });

  it('D5 know a bucket and a folder as places for files, and nothing else', () => {
    for (const place of ['s3://minuta', 's3://minuta/a?endpoint=http://10.0.0.1:9000', 'file:///srv/objects'])
      expect(readSettings({ OBJECT_STORE_URL: place }).OBJECT_STORE_URL).toBe(place);
    for (const place of ['s3://minuta?bucket=other', 'file://srv/objects', '/srv/objects', 'https://minuta.example'])
      expect(() => readSettings({ OBJECT_STORE_URL: place })).toThrow(/OBJECT_STORE_URL must look like s3:/);
  });
});

describe('what HTTP actions may know', () => {
  it('O5 secrets of actions are known by their names, from the environment or a file', () => {
    const folder = madeFolder();
    writeFileSync(join(folder, 'key'), 'from a file\n');
    const { actionSecrets } = readSettings({
      SECRET_CRM_KEY: ' from the environment ',
      SECRET_MAP_FILE: join(folder, 'key'),
      SECRET_EMPTY: '',
    });
    expect([...actionSecrets]).toEqual([
      ['crm_key', 'from the environment'],
      ['map', 'from a file'],
    ]);
  });

  it('O5 a secret that is given twice or cannot be read stops the start', () => {
    expect(() => readSettings({ SECRET_A: 'x', SECRET_A_FILE: '/nowhere' })).toThrow(/both set/);
    expect(() => readSettings({ SECRET_A_FILE: '/nowhere' })).toThrow(/cannot read/);
  });

  it('C3 administrators are chats by their numbers', () => {
    expect(readSettings({ ADMIN_CHATS: '42, -1001234' }).ADMIN_CHATS).toEqual([42, -1001234]);
    expect(() => readSettings({ ADMIN_CHATS: '@anna' })).toThrow(/ADMIN_CHATS/);
  });
});
