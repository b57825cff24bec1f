import type { Update } from 'grammy/types';

/**
 * What counts as an update at both doors. Only the number is looked at here, because it is what once-only rests on;
 * what an update holds is judged where it is understood, and nonsense there is no reason to have it delivered again.
 */
export function isUpdate(value: unknown): value is Update {
  return typeof value === 'object' && value !== null && 'update_id' in value && Number.isSafeInteger(value.update_id);
}
