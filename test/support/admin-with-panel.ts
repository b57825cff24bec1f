/**
 * A program of its own for trials: the admin service with the panel of this checkout, whose build the first word names.
 */
import { readSettings } from '../../src/config.ts';
import { start } from '../../src/roles/start.ts';

const [, , panel = ''] = process.argv;
const running = await start(['admin'], readSettings(process.env), { panel, say: () => undefined });
process.once('SIGTERM', () => void running.stop());
console.log(`Minuta listens on ${running.address}`);
