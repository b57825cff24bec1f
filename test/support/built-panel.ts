import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { madeOnce } from './made-once.ts';

const root = join(import.meta.dirname, '../..');

/**
 * The panel as its sources are now: built once for each content, so that a test never meets an old build.
 *
 * @returns the folder. @throws Error where it cannot be built.
 */
export async function builtPanel(): Promise<string> {
  return madeOnce(join(root, 'node_modules/.cache/panel', await hashOfSources()), async (folder) => {
    const vite = join(root, 'node_modules/.bin/vite');
    const building = spawn(vite, ['build', 'web/panel', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'], {
      cwd: root,
      // A build for tests would be another one than people get.
      env: { ...process.env, NODE_ENV: 'production', VITEST: '' },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [status] = await once(building, 'exit');
    if (status !== 0) throw new Error(`The panel cannot be built: vite ended with ${status}.`);
  });
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const names: string[] = [];
  for await (const name of glob('web/{panel,chat}/**/*.*', { cwd: root })) names.push(name);
  for (const name of [...names.filter((one) => !one.includes('/dist/')).toSorted(), 'package-lock.json'])
    hash.update(name).update(await readFile(join(root, name)));
  return hash.digest('hex').slice(0, 16);
}
