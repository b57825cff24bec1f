/** An action as a list of steps, however it is written; what nobody changes stays as it was. */
import type { ActionSource, Json, StepSource } from '../configuration.ts';
import { readWords, writeWords, type Fields } from './step-words.ts';

export interface Step {
  readonly name: string;
  /** Nothing: words that no form can show. */
  readonly fields: Fields | null;
  /** How it is written. */
  readonly source: StepSource;
}

/** @returns null for a list in text that cannot be read, which is changed as text */
export function readSteps(action: ActionSource): readonly Step[] | null {
  if (typeof action !== 'string') return action.map(readStep);
  if (!action.trimStart().startsWith('[')) return [readStep(action)];
  const list = readJson(action);
  return Array.isArray(list) && list.every(isStep) ? list.map(readStep) : null;
}

/** One action in words stays words, a list in text a list in text. */
export function writeSteps(steps: readonly Step[], before: ActionSource): ActionSource {
  const sources = steps.map(({ source }) => source);
  const [first] = sources;
  const wasList = typeof before !== 'string' || before.trimStart().startsWith('[');
  if (!wasList && sources.length === 1 && typeof first === 'string') return first;
  return typeof before === 'string' && wasList ? JSON.stringify(sources) : sources;
}

export function readStep(source: StepSource): Step {
  if (typeof source !== 'string') {
    const { action, ...fields } = source;
    return { name: action, fields, source };
  }
  const [, name = '', words = ''] = /^\s*(\S*)\s*([^]*?)\s*$/.exec(source) ?? [];
  return { name, fields: readWords(name, words), source };
}

/** In words where they can say it, as fields where they cannot. Empty fields are left out. */
export function stepOf(name: string, fields: Readonly<Record<string, Json | undefined>>): Step {
  const filled = Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) => (value === '' || value === undefined ? [] : [[field, value]])),
  );
  const words = writeWords(name, filled);
  return readStep(words === null ? withAction(name, filled) : `${name} ${words}`.trim());
}

/** What a person wrote: a list of steps where it is one, else as it is, for the check to judge. */
export function readTyped(text: string): ActionSource {
  const list = text.trimStart().startsWith('[') ? readJson(text) : undefined;
  return Array.isArray(list) && list.length > 0 && list.every(isStep) ? list : text;
}

export function writeTyped(action: ActionSource): string {
  return typeof action === 'string' ? action : JSON.stringify(action, null, 2);
}

function withAction(name: string, fields: Fields): StepSource {
  return Object.assign({ action: name }, fields);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isStep(value: unknown): value is StepSource {
  if (typeof value === 'string') return value.trim() !== '';
  return typeof value === 'object' && value !== null && 'action' in value && typeof value.action === 'string';
}
