import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The last commit that knows no migration after 0008. When a version is released, this becomes the release before.
 */
const previous = '1f915c63737c13a0bd2cb3ddc58965a3718f54fe';

/** A suite that runs the program of the version before; left out, by name, where the history does not reach back to it. */
export async function describeWithPreviousVersion(title: string, body: (program: () => string) => void): Promise<void> {
  if (!(await isInHistory())) {
    describe(title, { meta: { lacks: ['the version before, in the history of git'] }, skip: true }, () => {
      test('needs the version before', () => {});
    });
    return;
  }
  describe(title, () => {
    let folder = '';
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'minuta-previous-'));
      const archive = join(folder, 'previous.tar');
      await run('git', ['archive', '--output', archive, previous, 'src', 'migrations', 'config', 'package.json'], {
        cwd: root,
      });
      await mkdir(join(folder, 'program'));
      await run('tar', ['-xf', archive, '-C', join(folder, 'program')]);
      await symlink(join(root, 'node_modules'), join(folder, 'program', 'node_modules'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));
    body(() => join(folder, 'program', 'src', 'main.ts'));
  });
}

async function isInHistory(): Promise<boolean> {
  return run('git', ['cat-file', '-e', previous], { cwd: root }).then(
    () => true,
    () => false,
  );
}
