/** Where a bucket is, as `s3://bucket/folder?endpoint=…&region=…` says it. */
export interface S3Address {
  readonly bucket: string;
  /** What every key begins with in the bucket: empty, or a folder with its slash. */
  readonly prefix: string;
  /** Of a server that is not Amazon's. */
  readonly endpoint: string | null;
  readonly region: string | null;
  /** Where they stand in the address; without them the SDK looks where it always does, `AWS_ACCESS_KEY_ID` first. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
}

/** @returns null where that is no such address, an option nobody knows included. */
export function readS3Address(text: string): S3Address | null {
  const url = URL.parse(text);
  if (!url || url.protocol !== 's3:' || url.port !== '' || url.hash !== '') return null;
  const { hostname: bucket, searchParams, username, password } = url;
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || (username === '') !== (password === '')) return null;
  const folder = url.pathname.replaceAll(/^\/+|\/+$/g, '');
  if (!/^([\w.-]+(\/[\w.-]+)*)?$/.test(folder)) return null;
  const { endpoint = null, region = null, ...unknown } = Object.fromEntries(searchParams);
  if (Object.keys(unknown).length > 0 || (endpoint !== null && !isHttp(endpoint))) return null;
  return {
    bucket,
    prefix: folder === '' ? '' : `${folder}/`,
    endpoint,
    region,
    credentials:
      username === ''
        ? null
        : { accessKeyId: decodeURIComponent(username), secretAccessKey: decodeURIComponent(password) },
  };
}

function isHttp(text: string): boolean {
  return ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '');
}
