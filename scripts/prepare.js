// After `npm ci`: builds the panel, so that `npm start` only serves it. In JavaScript, and with nothing but Node, because
// an installation without development packages comes here too, and brings a build of its own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const vite = 'node_modules/.bin/vite';
if (existsSync(vite)) {
  const { status } = spawnSync(vite, ['build', 'web/panel', '--logLevel', 'warn'], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
