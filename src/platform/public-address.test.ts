import { expect, test } from 'vitest';
import { isOwnNetworkAddress, isPublicAddress } from './public-address.ts';

test.each([
  '127.0.0.1',
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:8.8.8.8',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
  'fe80::1',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'localhost',
  '',
])('C3 %s is not of the public internet', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.63.0.1', '2001:4860:4860::8888', '2a02:6b8::2:242'])(
  'C3 %s is of the public internet',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test.each(['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '::1', 'fc00::1', 'fd12:3456::1'])(
  'C8 %s is of a network of one’s own',
  (address) => {
    expect(isOwnNetworkAddress(address)).toBe(true);
  },
);

test.each([
  '169.254.169.254',
  '100.100.100.200',
  '172.32.0.1',
  '8.8.8.8',
  '0.0.0.0',
  'fd00:ec2::254',
  'fe80::1',
  '::ffff:127.0.0.1',
  '::',
  'localhost',
])('C8 %s is of nobody’s own network', (address) => {
  expect(isOwnNetworkAddress(address)).toBe(false);
});
