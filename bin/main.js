// The command line: the build where there is one of these very sources, else the sources themselves, whose types Node
// strips. That needs a compiler in WebAssembly (22 MB) at the first start, and a thousand modules more at every one.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

const project = join(import.meta.dirname, '..');
const build = join(project, 'dist/main.js');

const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs;

/** Whether nothing was changed, added or taken away since it was built. */
function isUpToDate() {
  const built = changed(build);
  if (built === undefined) return false;
  const sources = join(project, 'src');
  if (!existsSync(sources)) return true;
  const names = readdirSync(sources, { recursive: true }).map((name) => join(sources, name));
  return [sources, ...names, join(project, 'package-lock.json')].every((path) => (changed(path) ?? 0) <= built);
}

enableCompileCache();
await import(isUpToDate() ? '../dist/main.js' : '../src/main.ts');
