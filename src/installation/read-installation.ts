import type { Settings } from '../config.ts';
import { readBrokerAddress } from '../platform/broker/address.ts';
import { readRedisAddress } from '../platform/cache/address.ts';
import { readS3Address } from '../platform/objects/s3-address.ts';
import type { Installation } from './schema.ts';

/** What this installation stands on: names of engines and no addresses, which may hold passwords. */
export function readInstallation(settings: Settings, hasSimulator: boolean): Installation {
  const redis = settings.REDIS_URL === undefined ? null : readRedisAddress(settings.REDIS_URL);
  const broker = settings.BROKER_URL === undefined ? null : readBrokerAddress(settings.BROKER_URL);
  const isS3 = settings.OBJECT_STORE_URL !== undefined && readS3Address(settings.OBJECT_STORE_URL) !== null;
  const isEmbedded = settings.DATABASE_URL === undefined;
  return {
    database: isEmbedded ? 'embedded' : 'postgresql',
    has_database_replica: settings.DATABASE_REPLICA_URL !== undefined,
    cache: redis === null ? 'memory' : redis.kind === 'cluster' ? 'redis_cluster' : 'redis',
    broker: broker === null ? 'process' : broker.kind,
    objects: isS3 ? 's3' : 'folder',
    data_dir: isEmbedded || settings.OBJECT_STORE_URL === undefined ? settings.DATA_DIR : null,
    retention_years: settings.RETENTION_YEARS,
    language: settings.DEFAULT_LANGUAGE,
    time_zone: settings.DEFAULT_TIME_ZONE,
    has_simulator: hasSimulator,
  };
}
