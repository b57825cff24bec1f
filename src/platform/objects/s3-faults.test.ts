import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createOwnS3, type OwnS3 } from '../../../test/support/own-s3.ts';
import { describeWith } from '../../../test/support/servers.ts';
import { ObjectsError, type Objects } from './objects.ts';
import { readS3Address, type S3Address } from './s3-address.ts';
import { s3Objects } from './s3-objects.ts';

/** Times that a test can wait for. */
const times = { connect: 2_000, silence: 2_500 };
const megabyte = 1024 * 1024;

/** Megabytes, with something done before the last of them. */
async function* megabytes(count: number, before: () => void = () => undefined) {
  for (let place = 0; place < count; place += 1) {
    if (place === count - 1) before();
    yield Buffer.alloc(megabyte, place);
  }
}

function addressAt(url: string, more: Partial<S3Address>): S3Address {
  const address = readS3Address(url);
  if (!address) throw new Error(`no address of a bucket: ${url}`);
  return { ...address, ...more };
}

describeWith(['S3'], 'objects in a bucket that is in trouble', () => {
  let s3: OwnS3;
  let objects: Objects;

  beforeAll(async () => {
    s3 = await createOwnS3();
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = s3.secrets;
    objects = s3Objects(addressAt(s3.url, { credentials: { accessKeyId, secretAccessKey } }), times);
  });
  afterEach(async () => {
    await s3.clearDisk();
    await s3.pass();
  });
  afterAll(() => s3.drop());

  const keysOf = async (prefix: string) => (await Array.fromAsync(objects.list(prefix))).map(({ key }) => key);

  it('D5 are not there by half when the store goes away in the middle', async () => {
    await expect(
      objects.put(
        'away/a.csv',
        megabytes(20, () => s3.refuse()),
      ),
    ).rejects.toThrow(ObjectsError);
    await s3.pass();
    expect(await objects.get('away/a.csv')).toBeNull();
    expect(await keysOf('away/')).toEqual([]);
    await objects.dropUnfinished('away/', Temporal.Now.instant().add({ hours: 1 }));
    expect(await objects.put('away/a.csv', megabytes(12))).toBe(12 * megabyte);
  });

  it('D5 keep what was there before when the store goes away while it is replaced', async () => {
    await objects.put('kept/a.csv', [Buffer.from('before')]);
    await expect(
      objects.put(
        'kept/a.csv',
        megabytes(20, () => s3.refuse()),
      ),
    ).rejects.toThrow(ObjectsError);
    await s3.pass();
    expect((await objects.get('kept/a.csv'))?.size).toBe(6);
  });

  it('D5 are kept although connections are cut, and read on where the reading broke off', async () => {
    const content = megabytes(12, () => s3.cut());
    expect(await objects.put('cut/a.csv', content)).toBe(12 * megabyte);
    s3.slow(10);
    const found = await objects.get('cut/a.csv');
    setTimeout(() => s3.cut(), 100);
    const bytes = await buffer(found?.content ?? megabytes(0));
    expect(bytes.equals(await buffer(megabytes(12)))).toBe(true);
  });

  it('D5 that cannot be read to the end say so, and so does everything while the store is away', async () => {
    await objects.put('gone/a.csv', megabytes(12));
    s3.slow(20);
    const found = await objects.get('gone/a.csv');
    setTimeout(() => s3.refuse(), 200);
    await expect(buffer(found?.content ?? megabytes(0))).rejects.toThrow(ObjectsError);
    await expect(objects.get('gone/a.csv')).rejects.toThrow(ObjectsError);
    await expect(objects.delete('gone/a.csv')).rejects.toThrow(ObjectsError);
    await expect(keysOf('gone/')).rejects.toThrow(ObjectsError);
  });

  it('D5 are not waited for where the store says nothing', async () => {
    await objects.put('silent/a.csv', [Buffer.from('a')]);
    s3.hold();
    const began = performance.now();
    await expect(objects.get('silent/a.csv')).rejects.toThrow(ObjectsError);
    // So long is a single silence that is borne without these times, and it is tried several times.
    expect(performance.now() - began).toBeLessThan(30_000);
    await s3.pass();
    expect((await objects.get('silent/a.csv'))?.size).toBe(1);
  });

  it('D5 are refused whole by a store that is full', async () => {
    await s3.fillDisk();
    await expect(objects.put('full/a.csv', [Buffer.from('a')])).rejects.toThrow(ObjectsError);
    await expect(objects.put('full/b.csv', megabytes(12))).rejects.toThrow(ObjectsError);
    await s3.clearDisk();
    expect(await keysOf('full/')).toEqual([]);
    expect(await objects.put('full/a.csv', [Buffer.from('a')])).toBe(1);
  });
});

/** A store that answers so, and how often it was asked. */
async function refusing(status: number, code: string, fine = Number.POSITIVE_INFINITY) {
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      asked += 1;
      if (asked > fine) response.writeHead(200, { etag: '"a"' }).end();
      else response.writeHead(status).end(`<Error><Code>${code}</Code><Message>on purpose</Message></Error>`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'minuta', secretAccessKey: 'wrong' };
  const address = addressAt(`s3://minuta?endpoint=http://127.0.0.1:${port}`, { credentials });
  return { objects: s3Objects(address, times), asked: () => asked, close: () => server.close() };
}

describe('objects in a bucket that refuses', () => {
  it('D5 say at once that the password is wrong', async () => {
    const { objects, asked, close } = await refusing(403, 'SignatureDoesNotMatch');
    await expect(objects.put('a.csv', [Buffer.from('a')])).rejects.toThrow(
      'cannot keep a.csv: SignatureDoesNotMatch: on purpose',
    );
    expect(asked()).toBe(1);
    await expect(objects.get('a.csv')).rejects.toThrow('cannot read a.csv: SignatureDoesNotMatch');
    close();
  });

  it('D5 are tried again, a few times, where the store has too much to do or breaks', async () => {
    for (const [status, code] of [
      [503, 'SlowDown'],
      [500, 'InternalError'],
    ] as const) {
      const busy = await refusing(status, code, 2);
      expect(await busy.objects.put('a.csv', [Buffer.from('a')])).toBe(1);
      expect(busy.asked()).toBe(3);
      busy.close();
      const broken = await refusing(status, code);
      await expect(broken.objects.put('a.csv', [Buffer.from('a')])).rejects.toThrow(code);
      expect(broken.asked()).toBe(4);
      broken.close();
    }
  });

  it('D6 that lie in cold storage say that they have to be thawed', async () => {
    const { objects, close } = await refusing(403, 'InvalidObjectState');
    await expect(objects.get('a.csv')).rejects.toMatchObject({ name: 'ObjectsError', isFrozen: true });
    close();
  });
});
