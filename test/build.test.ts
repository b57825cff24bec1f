import { execFile } from 'node:child_process';
import { cp, glob, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BotProcess } from './support/bot-process.ts';
import { createDataFolder } from './support/data-folder.ts';
import { freePort } from './support/trial.ts';

const run = promisify(execFile);
const project = join(import.meta.dirname, '..');

describe('what bin/main.js runs', () => {
  let folder: string;
  const place = (name: string) => join(folder, name);
  const write = async (name: string, words: string) => {
    await writeFile(place(name), `console.log('${words}');\n`);
    await age(name, 60);
  };
  /** Says that it was changed so many seconds ago. */
  const age = (name: string, seconds: number) => {
    const time = Date.now() / 1000 - seconds;
    return utimes(place(name), time, time);
  };
  const ran = async () => (await run(process.execPath, [place('bin/main.js')])).stdout.trim();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minuta-build-'));
    await Promise.all(['bin', 'src/deep', 'dist'].map((name) => mkdir(place(name), { recursive: true })));
    await cp(join(project, 'bin/main.js'), place('bin/main.js'));
    await writeFile(place('package.json'), '{ "type": "module" }');
    await write('src/main.ts', 'the sources');
    await write('src/deep/part.ts', 'a part');
    for (const name of ['src', 'src/deep']) await age(name, 60);
    await write('dist/main.js', 'the build');
    await age('dist/main.js', 30);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is the build of these sources', async () => {
    expect(await ran()).toBe('the build');
  });

  it('is the build where no sources are', async () => {
    await rm(place('src'), { recursive: true });
    expect(await ran()).toBe('the build');
  });

  it.each([
    ['nothing was built', () => rm(place('dist'), { recursive: true })],
    ['a source was changed since', () => age('src/deep/part.ts', 10)],
    ['a source was added since', () => writeFile(place('src/deep/more.ts'), '')],
    ['a source is gone since', () => rm(place('src/deep/part.ts'))],
    ['other packages were installed since', () => writeFile(place('package-lock.json'), '{}')],
  ])('is the sources where %s', async (_, happens) => {
    await happens();
    expect(await ran()).toBe('the sources');
  });
});

describe('the build', () => {
  it('O1 finds all that lies beside it: migrations, menus, pages, the embedded database', async () => {
    // In the project, as it needs a few of its packages.
    const folder = await mkdtemp(join(project, 'node_modules/.minuta-build-'));
    const dataDir = await createDataFolder('build');
    let minuta: BotProcess | undefined;
    const environment = { DATA_DIR: dataDir, PORT: String(await freePort()), LOG_LEVEL: 'fatal' };
    try {
      await run(join(project, 'node_modules/.bin/vite'), ['build', '--outDir', folder, '--logLevel', 'warn'], {
        cwd: project,
        env: { ...process.env, NODE_ENV: 'production', VITEST: '' },
      });
      // What reads a file that lay beside its package has to stay there (`ssr.external` in vite.config.ts).
      for await (const name of glob('*.js', { cwd: folder }))
        expect(await readFile(join(folder, name), 'utf8'), name).not.toMatch(
          /\.wasm\b|readFileSync\((?:new URL|[\w.]*join)\(/,
        );
      minuta = new BotProcess(['start'], environment, join(folder, 'main.js'));
      await minuta.listening();
      const status = async (path: string) => (await fetch(`http://127.0.0.1:${environment.PORT}${path}`)).status;
      await expect.poll(() => status('/readyz')).toBe(200);
      for (const path of ['/simulator', '/api/v1/docs', '/metrics'])
        expect([path, await status(path)]).toEqual([path, 200]);
      expect(await minuta.end('SIGTERM')).toEqual({ code: 0, signal: null });
    } finally {
      await minuta?.end('SIGKILL');
      await rm(folder, { recursive: true });
      await rm(dataDir, { recursive: true });
    }
  });
});
