import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { glob, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const builds = join(root, 'node_modules/.cache/panel');

/** Milliseconds after which a build that nobody asks for any more goes. */
const kept = 3_600_000;

/**
 * The panel as its sources are now: built once for each content, so that a test never meets an old build.
 *
 * @returns the folder. @throws Error where it cannot be built.
 */
export async function builtPanel(): Promise<string> {
  const folder = join(builds, await hashOfSources());
  if (existsSync(folder)) return folder;
  await mkdir(builds, { recursive: true });
  const fresh = `${folder}.${process.pid}`;
  const vite = join(root, 'node_modules/.bin/vite');
  const building = spawn(vite, ['build', 'web/panel', '--outDir', fresh, '--logLevel', 'warn'], {
    cwd: root,
    // A build for tests would be another one than people get.
    env: { ...process.env, NODE_ENV: 'production', VITEST: '' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [status] = await once(building, 'exit');
  if (status !== 0) throw new Error(`The panel cannot be built: vite ended with ${status}.`);
  // Another worker may have been quicker: its build is the same.
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true }));
  await forgetOldBuilds();
  return folder;
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const names: string[] = [];
  for await (const name of glob('web/{panel,chat}/**/*.*', { cwd: root })) names.push(name);
  for (const name of [...names.filter((one) => !one.includes('/dist/')).toSorted(), 'package-lock.json'])
    hash.update(name).update(await readFile(join(root, name)));
  return hash.digest('hex').slice(0, 16);
}

async function forgetOldBuilds(): Promise<void> {
  for (const name of await readdir(builds)) {
    // Another worker may have moved or removed it since.
    const mtimeMs = await stat(join(builds, name)).then(
      (found) => found.mtimeMs,
      () => Number.POSITIVE_INFINITY,
    );
    if (performance.timeOrigin + performance.now() - mtimeMs > kept)
      await rm(join(builds, name), { recursive: true, force: true });
  }
}
