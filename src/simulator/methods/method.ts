import type { Core } from '../core.ts';
import type { Params } from '../params.ts';

/**
 * One method of the Bot API: returns what stands in `result`.
 * @throws Refusal for what Telegram refuses
 */
export type Method = (params: Params, core: Core, signal?: AbortSignal) => unknown;

/** By name in lower case: Telegram does not look at the case of a method. */
export type Methods = Readonly<Record<string, Method>>;
