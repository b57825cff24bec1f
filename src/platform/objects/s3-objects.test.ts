import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { addressOf, describeWith } from '../../../test/support/servers.ts';
import { objectsContract } from './contract-testing.ts';
import type { Objects } from './objects.ts';
import { readS3Address, type S3Address } from './s3-address.ts';
import { s3Objects } from './s3-objects.ts';

/** A folder of its own: the bucket is everybody's. */
function own(bucket?: string): S3Address {
  const address = readS3Address(addressOf('S3') ?? '');
  if (!address) throw new Error('TEST_OBJECT_STORE_URL is no address of a bucket');
  return { ...address, bucket: bucket ?? address.bucket, prefix: `${address.prefix}test-${randomUUID()}/` };
}

describeWith(['S3'], 'objects in a bucket', () => {
  let store: Objects | undefined;
  objectsContract(() => (store ??= s3Objects(own())));

  it('D5 are nobody’s in another folder of the same bucket', async () => {
    const [mine, yours] = [s3Objects(own()), s3Objects(own())];
    await mine.put('a.csv', [Buffer.from('mine')]);
    expect(await yours.get('a.csv')).toBeNull();
    expect(await Array.fromAsync(yours.list(''))).toEqual([]);
  });

  it('D5 say in words that there is no such bucket, and that the password is wrong', async () => {
    const elsewhere = s3Objects(own('no-such-bucket'));
    await expect(elsewhere.get('a.csv')).rejects.toThrow('cannot read a.csv: NoSuchBucket');
    await expect(elsewhere.put('a.csv', [Buffer.from('a')])).rejects.toThrow('cannot keep a.csv: NoSuchBucket');
  });
});
