#!/usr/bin/env node
// Runs Minuta on the Node it is pinned to, whatever the machine has.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
// A heap that grows slowly: most of what an update needs is garbage when it is answered.
const memory = ['--max-semi-space-size=8', '--heap-growing-percent=15'];
const child = spawn(path('node_modules/.bin/node'), [...memory, path('bin/main.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
