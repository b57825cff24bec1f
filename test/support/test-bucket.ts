import { requireAddress, testName } from './servers.ts';

/**
 * An empty bucket of its own on the S3 server, so that files can run side by side. It goes with the server.
 *
 * @returns its address, for OBJECT_STORE_URL.
 * @throws where S3 is not configured.
 */
export async function createTestBucket(): Promise<string> {
  const url = requireAddress('S3');
  const bucket = testName().replaceAll('_', '-');
  const { searchParams } = new URL(url);
  const endpoint = searchParams.get('endpoint') ?? '';
  const region = searchParams.get('region') ?? '';
  // Loaded only here, being large.
  const { S3Client, CreateBucketCommand } = await import('@aws-sdk/client-s3');
  const client = new S3Client({ endpoint, region, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  return url.replace(/^s3:\/\/[^?]+/, `s3://${bucket}`);
}
