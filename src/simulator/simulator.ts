import { createCore, type Core, type CoreOptions } from './core.ts';
import { methods } from './methods/index.ts';
import { Params } from './params.ts';
import { PEOPLE } from './people.ts';

/** A simulated Telegram in this process, with its first test users. */
export function createSimulatorCore(options: CoreOptions): Core {
  const core = createCore(options, carryOut);
  for (const person of PEOPLE) core.world.introduce(person);
  return core;
}

/**
 * The call a webhook's answer may hold: `{"method": "sendMessage", …}`. Its result goes nowhere, refused or not: that is
 * the price of answering this way.
 */
function carryOut(body: unknown, core: Core): void {
  if (typeof body !== 'object' || body === null || !('method' in body) || typeof body.method !== 'string') return;
  const { method: _, ...fields } = body;
  try {
    const name = body.method.toLowerCase();
    if (Object.hasOwn(methods, name)) void methods[name]?.(new Params(fields), core);
  } catch {
    // Telegram tells nobody either.
  }
}
