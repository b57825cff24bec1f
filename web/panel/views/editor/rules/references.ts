/** What leads to an entry, so that nobody deletes what is still needed. */
import type { DraftEntry, FieldValue } from '../../../api/configuration.ts';
import { isSameEntry, nameOf } from '../workbench/entry.ts';
import { isFields, rowsOf, stepsOf } from './texts.ts';

export interface Reference {
  readonly from: DraftEntry;
  /** By a button, by a step of what it does, by showing it as its keyboard, or because it belongs to it. */
  readonly how: 'button' | 'action' | 'keyboard' | 'owner';
}

/** Every entry that names this one, each once. */
export function referencesTo(entries: readonly DraftEntry[], target: DraftEntry): readonly Reference[] {
  const name = nameOf(target);
  return entries.flatMap((from) => {
    const how = isSameEntry(from, target) ? null : howItNames(from, target, name);
    return how === null ? [] : [{ from, how }];
  });
}

/** The entries a keyboard’s or a screen’s steps and buttons lead to have this name or begin with it and a space. */
function isNamed(text: FieldValue | undefined, name: string): boolean {
  return typeof text === 'string' && (text === name || text.startsWith(`${name} `));
}

function howItNames(from: DraftEntry, target: DraftEntry, name: string): Reference['how'] | null {
  const { content } = from;
  if (from.kind === 'keyboard') {
    const cells = rowsOf(content).flat();
    const isThere =
      target.kind === 'button' ? cells.includes(target.id) : cells.some((cell) => leads(cell, target, name));
    return isThere ? 'button' : null;
  }
  if (from.kind === 'button') return leads(content, target, name) ? 'button' : null;
  if (target.kind === 'keyboard' && content['keyboard_id'] === target.id) return 'keyboard';
  if (target.kind !== 'button' && stepsOf(content['action']).some((step) => mentions(step, name))) return 'action';
  if (target.kind === 'keyboard' && stepsOf(content['action']).some((step) => mentions(step, name))) return 'action';
  return target.kind === 'handler' && content['handler_id'] === target.id ? 'owner' : null;
}

function leads(button: FieldValue, target: DraftEntry, name: string): boolean {
  return target.kind === 'callback' && isFields(button) && isNamed(button['data'], name);
}

/** Whether a step names it, behind the name of its own action. */
function mentions(step: FieldValue, name: string): boolean {
  if (typeof step === 'string') {
    const words = step.trim().replace(/^\S+\s*/, '');
    return isNamed(words, name) || words.split(/\s+/).includes(name);
  }
  if (!isFields(step)) return false;
  const { action: _, ...fields } = step;
  return Object.values(fields).some((value) => holds(value, name));
}

function holds(value: FieldValue, name: string): boolean {
  if (typeof value === 'string') return isNamed(value, name);
  if (Array.isArray(value)) return value.some((item) => holds(item, name));
  return isFields(value) && Object.values(value).some((item) => holds(item, name));
}
