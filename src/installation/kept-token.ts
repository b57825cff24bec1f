import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { keptBotTokenFile } from '../config.ts';

/** Keeps a token for later starts, in a file that only its owner reads: the old one or the new one, never half of it. */
export async function keepToken(dataDir: string, token: string): Promise<void> {
  const path = keptBotTokenFile(dataDir);
  const half = `${path}.${randomUUID()}`;
  try {
    const file = await open(half, 'wx', 0o600);
    try {
      await file.writeFile(`${token}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(half, path);
  } finally {
    await rm(half, { force: true });
  }
}

/** The token that is kept; null where none is. */
export async function readKeptToken(dataDir: string): Promise<string | null> {
  try {
    return (await readFile(keptBotTokenFile(dataDir), 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

export async function forgetToken(dataDir: string): Promise<void> {
  await rm(keptBotTokenFile(dataDir), { force: true });
}
