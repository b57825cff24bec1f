import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { DamagedArchive } from './errors.ts';
import type { BlockHeader } from './schema.ts';

/** Rows of one person, sealed: with their key it is text, without it noise. */
export interface SealedBlock {
  readonly header: BlockHeader;
  readonly content: Uint8Array;
}

/** What seals a person's rows. */
export interface ArchiveKey {
  /** A UUID: what stands in the archive in the person's place. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

const cipher = 'aes-256-gcm';
const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Bytes of rows in a block at most, before it is compressed; a single row may be larger. */
export const blockBytes = 2 * 1024 * 1024;
/** A block that says it expands to more was not made here. */
const mostExpanded = 64 * 1024 * 1024;

/** @param binding what the block belongs to, see `bindingOf`. */
export async function sealBlock(lines: readonly string[], key: ArchiveKey, binding: string): Promise<SealedBlock> {
  const plain = await compress(`${lines.join('\n')}\n`);
  const nonce = randomBytes(12);
  const sealing = createCipheriv(cipher, key.key, nonce).setAAD(Buffer.from(binding));
  const content = Buffer.concat([sealing.update(plain), sealing.final()]);
  const header = {
    key: key.id,
    rows: lines.length,
    bytes: content.length,
    nonce: nonce.toString('hex'),
    tag: sealing.getAuthTag().toString('hex'),
  };
  return { header, content };
}

/**
 * @returns the rows, each a line of JSON.
 * @throws {DamagedArchive} where the block was changed, belongs elsewhere, or has another number of rows.
 */
export async function openBlock({ header, content }: SealedBlock, key: ArchiveKey, binding: string): Promise<string[]> {
  const lines = await expandContent({ header, content }, key, binding).catch((cause: unknown) => {
    throw new DamagedArchive('a block cannot be opened with its key', { cause });
  });
  if (lines.length !== header.rows)
    throw new DamagedArchive(`a block has ${lines.length} rows instead of ${header.rows}`);
  return lines;
}

async function expandContent(
  { header, content }: SealedBlock,
  { key }: ArchiveKey,
  binding: string,
): Promise<string[]> {
  const opening = createDecipheriv(cipher, key, Buffer.from(header.nonce, 'hex'))
    .setAAD(Buffer.from(binding))
    .setAuthTag(Buffer.from(header.tag, 'hex'));
  const plain = Buffer.concat([opening.update(content), opening.final()]);
  const text = (await expand(plain, { maxOutputLength: mostExpanded })).toString();
  return text.slice(0, -1).split('\n');
}
