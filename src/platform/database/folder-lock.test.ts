import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';

describe('a locked folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minuta-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A process that locks the folder, says so, and goes on living. */
  async function otherProcess() {
    const module = JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href);
    const code = `const { lockFolder } = await import(${module}); lockFolder(process.argv[1]); console.log('locked'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return child;
  }

  it('is refused to a second taker until the first lets go', () => {
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(/is in use by another process/);
    unlock();
    lockFolder(folder)();
  });

  it('is refused while another process lives, and free when that was killed', async () => {
    const child = await otherProcess();
    expect(() => lockFolder(folder)).toThrow(/is in use by another process/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockFolder(folder)();
  });
});
