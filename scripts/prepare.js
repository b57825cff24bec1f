// After `npm ci`: builds the program and the panel, so that `npm start` only runs and serves them. In JavaScript, and with
// nothing but Node, because an installation without development packages comes here too, and brings builds of its own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const vite = 'node_modules/.bin/vite';
const builds = existsSync(vite) ? ['.', 'web/panel'] : [];
for (const root of builds) {
  const { status } = spawnSync(vite, ['build', root, '--logLevel', 'warn'], { stdio: 'inherit' });
  process.exitCode ||= status ?? 1;
}
