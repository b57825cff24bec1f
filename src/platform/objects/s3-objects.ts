import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  RestoreObjectCommand,
  S3Client,
  S3ServiceException,
  StorageClass,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { watchContent } from './content.ts';
import { ObjectsError, requireKey, type Keeping, type Objects } from './objects.ts';
import type { S3Address } from './s3-address.ts';
import { readOn } from './read-on.ts';

/** All in milliseconds. */
export interface S3Times {
  /** In which a connection has to be there. */
  readonly connect: number;
  /** After which a server that says nothing counts as away. */
  readonly silence: number;
}

const defaultTimes: S3Times = { connect: 5_000, silence: 30_000 };

/**
 * A file goes in parts of so many bytes, this many at a time: with one being gathered, what a `put` needs of memory. S3
 * takes no smaller ones, and 10,000 at most, which makes 50 GB.
 */
const partSize = 5 * 1024 * 1024;
const partsAtOnce = 2;

/** Attempts at one request; between them the SDK waits longer and longer, with jitter. */
const attempts = 4;

/** Objects in a bucket of Amazon S3, or of a server that speaks its protocol. The bucket has to be there. */
export function s3Objects(address: S3Address, given: Partial<S3Times> = {}): Objects {
  const times = { ...defaultTimes, ...given };
  const { bucket: Bucket, prefix: folder } = address;
  const client = openClient(address, times);
  const keyOf = (key: string): string => folder + requireKey(key);

  return {
    async put(key, content, keeping = {}) {
      const { pieces, size, blame } = watchContent(content);
      const place = { Bucket, Key: keyOf(key), ...headers(keeping) };
      // A piece is a page of something: more than one in advance would only lie in memory.
      const params = { ...place, Body: Readable.from(pieces, { highWaterMark: 1 }) };
      const upload = new Upload({ client, params, partSize, queueSize: partsAtOnce });
      await upload.done().catch((error: unknown) => {
        throw blame(error, `cannot keep ${key}: ${wordsOf(error)}`);
      });
      return size();
    },
    async get(key) {
      const place = { Bucket, Key: keyOf(key) };
      const open = async (at: number, tag: string | undefined) => {
        const further = at === 0 ? {} : { Range: `bytes=${at}-`, IfMatch: tag };
        const { Body, ContentLength, ETag } = await client.send(new GetObjectCommand({ ...place, ...further }));
        if (!(Body instanceof Readable)) throw new Error('no content');
        return { content: Body, size: ContentLength ?? 0, tag: ETag };
      };
      try {
        const { content, size, tag } = await open(0, undefined);
        const fail = (error: unknown) => refusal(`cannot read ${key}`, error);
        return {
          size,
          content: readOn({ first: content, size, open: async (at) => (await open(at, tag)).content, fail }),
        };
      } catch (error) {
        if (error instanceof S3ServiceException && error.name === 'NoSuchKey') return null;
        throw refusal(`cannot read ${key}`, error);
      }
    },
    async delete(key) {
      await told(`cannot delete ${key}`, client.send(new DeleteObjectCommand({ Bucket, Key: keyOf(key) })));
    },
    async *list(prefix) {
      let after: string | undefined;
      do {
        const page = new ListObjectsV2Command({ Bucket, Prefix: folder + prefix, ContinuationToken: after });
        const { Contents = [], NextContinuationToken } = await told('cannot list objects', client.send(page));
        for (const { Key = '', Size = 0 } of Contents) yield { key: Key.slice(folder.length), size: Size };
        after = NextContinuationToken;
      } while (after !== undefined);
    },
    async dropUnfinished(prefix, before) {
      for (;;) {
        const page = new ListMultipartUploadsCommand({ Bucket, Prefix: folder + prefix });
        const { Uploads = [], IsTruncated } = await told('cannot list uploads', client.send(page));
        const old = Uploads.filter(({ Initiated }) => Initiated && Initiated.getTime() < before.epochMilliseconds);
        for (const { Key, UploadId } of old)
          await told('cannot drop an upload', client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })));
        if (!IsTruncated || old.length === 0) return;
      }
    },
    async reclassify(key, storageClass) {
      const place = { Bucket, Key: keyOf(key) };
      const doing = `cannot move ${key} to ${storageClass}`;
      const { StorageClass: kept = 'STANDARD' } = await told(doing, client.send(new HeadObjectCommand(place)));
      // What is cold already could not even be copied.
      if (kept === requireClass(storageClass)) return;
      // In one piece: S3 copies up to 5 GB so.
      const copy = { ...place, CopySource: `${Bucket}/${keyOf(key)}`, StorageClass: requireClass(storageClass) };
      await told(doing, client.send(new CopyObjectCommand(copy)));
    },
    async thaw(key, days) {
      const place = { Bucket, Key: keyOf(key) };
      const doing = `cannot thaw ${key}`;
      const isReadable = async (): Promise<boolean> => {
        const { StorageClass: kept, Restore } = await told(doing, client.send(new HeadObjectCommand(place)));
        return !cold.has(kept) || (Restore?.includes('ongoing-request="false"') ?? false);
      };
      if (await isReadable()) return true;
      const restore = new RestoreObjectCommand({ ...place, RestoreRequest: { Days: days } });
      await client.send(restore).catch((error: unknown) => {
        if (!(error instanceof S3ServiceException) || error.name !== 'RestoreAlreadyInProgress')
          throw refusal(doing, error);
      });
      return isReadable();
    },
  };
}

function openClient({ endpoint, region, credentials }: S3Address, times: S3Times): S3Client {
  return new S3Client({
    region: region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1',
    // Servers of one's own rarely have a name for each bucket.
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    ...(credentials === null ? {} : { credentials }),
    maxAttempts: attempts,
    requestHandler: { connectionTimeout: times.connect, socketTimeout: times.silence },
    // The SDK's own checksums come behind a body in chunks, which servers other than Amazon's often refuse.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

function headers({ type, storageClass }: Keeping) {
  return {
    ...(type === undefined ? {} : { ContentType: type }),
    ...(storageClass === undefined ? {} : { StorageClass: requireClass(storageClass) }),
  };
}

/** Classes whose objects have to be thawed before they can be read. */
const cold = new Set<StorageClass | undefined>([StorageClass.GLACIER, StorageClass.DEEP_ARCHIVE]);

function requireClass(wanted: string): StorageClass {
  const known = Object.values(StorageClass).find((name) => name === wanted);
  if (known === undefined) throw new ObjectsError(`S3 has no class of storage ${wanted}`);
  return known;
}

function told<T>(doing: string, asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    throw refusal(doing, error);
  });
}

function refusal(doing: string, cause: unknown): ObjectsError {
  const isFrozen = cause instanceof S3ServiceException && cause.name === 'InvalidObjectState';
  return new ObjectsError(`${doing}: ${wordsOf(cause)}`, { cause, isFrozen });
}

/** S3's code, such as `NoSuchBucket`, with its words. */
function wordsOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
