import { expect, it } from 'vitest';
import { readS3Address } from './s3-address.ts';

it('D5 the address of a bucket tells where it is, and may carry a folder and what signs in', () => {
  expect(readS3Address('s3://minuta')).toEqual({
    bucket: 'minuta',
    prefix: '',
    endpoint: null,
    region: null,
    credentials: null,
  });
  expect(readS3Address('s3://key:se%2Fcret@minuta/prod/a/?endpoint=http://127.0.0.1:9000&region=eu-west-1')).toEqual({
    bucket: 'minuta',
    prefix: 'prod/a/',
    endpoint: 'http://127.0.0.1:9000',
    region: 'eu-west-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'se/cret' },
  });
});

it('B2 an address that makes no sense is none', () => {
  for (const text of [
    's3://',
    's3:minuta',
    's3://Minuta_1',
    's3://minuta:9000',
    's3://key@minuta',
    's3://minuta/a b',
    's3://minuta?endpoint=127.0.0.1:9000',
    's3://minuta?endpoint=ftp://x',
    's3://minuta?regoin=eu-west-1',
    'https://minuta.s3.amazonaws.com',
  ])
    expect(readS3Address(text)).toBeNull();
});
