/**
 * The words behind an action's name as fields, and fields as such words: what the program itself reads, which is no
 * code for pages. A test holds both against each other.
 */
import { isRecord } from '../../../../src/platform/is-record.ts';
import type { Json } from '../configuration.ts';

export type Fields = Readonly<Record<string, Json>>;

interface WordForm {
  /** @returns null for words that say nothing a form could show */
  read(words: string): Fields | null;
  /** @returns null for what only fields can say */
  write(fields: Fields): string | null;
}

const day = 86_400;
const units = { '': 1, s: 1, m: 60, h: 3_600, d: day, с: 1, м: 60, ч: 3_600, д: day } as const;

/** All the words are one field. */
function one(field: string, isOptional = false): WordForm {
  return {
    read: (words) => (words.trim() === '' && isOptional ? {} : { [field]: words.trim() }),
    write(fields) {
      const { [field]: value = '', ...rest } = fields;
      if (Object.keys(rest).length > 0 || !(isOptional || value !== '')) return null;
      return isPlain(value) ? value : null;
    },
  };
}

/** A name, and all that stands behind it. */
function named(field: string, otherwise: string): WordForm {
  return {
    read(words) {
      const [, name = '', rest = ''] = /^\s*(\S+)\s*([^]*)$/.exec(words) ?? [];
      return { name, [field]: rest === '' ? otherwise : rest };
    },
    write(fields) {
      const { name, [field]: value, ...rest } = fields;
      if (Object.keys(rest).length > 0 || !isPlain(name) || /\s/.test(name) || name === '' || !isPlain(value))
        return null;
      return `${name} ${value}`.trim();
    },
  };
}

const forms: Readonly<Record<string, WordForm>> = {
  keyboard: one('keyboard'),
  ask: one('to'),
  hint: one('to'),
  notify_admin: one('text'),
  'tracker.stats': one('period', true),
  export: one('format', true),
  set: named('value', ''),
  add: named('amount', '1'),
  goto: {
    read(words) {
      const [to = '', ...rest] = words.trim().split(/\s+/);
      return rest.length === 0 ? { to } : { to, args: rest.join(' ') };
    },
    write({ to, args = '', ...rest }) {
      if (Object.keys(rest).length > 0 || !isPlain(to) || !isPlain(args) || to === '') return null;
      return `${to} ${args}`.trim();
    },
  },
  wait: {
    read(words) {
      const [, count = '', unit = ''] = /^(\d{1,7})\s*([smhdсмчд]?)$/.exec(words.trim()) ?? [];
      const size = Object.entries(units).find(([name]) => name === unit)?.[1];
      return count === '' || size === undefined ? null : { seconds: Number(count) * size };
    },
    write({ seconds, ...rest }) {
      if (Object.keys(rest).length > 0 || typeof seconds !== 'number') return null;
      const unit = (['d', 'h', 'm'] as const).find((each) => seconds % units[each] === 0);
      return unit === undefined ? String(seconds) : `${seconds / units[unit]}${unit}`;
    },
  },
  branch: {
    read(words) {
      const [, when, to, otherwise] = /^(.+)\?\s*([^\s?:]+)(?:\s+:\s*(\S+))?\s*$/s.exec(words) ?? [];
      if (when === undefined || to === undefined) return null;
      return { cases: [{ when: when.trim(), to }], ...(otherwise !== undefined && { else: otherwise }) };
    },
    // More than one way is easier to read as fields, and so is one.
    write: () => null,
  },
};

export function readWords(action: string, words: string): Fields | null {
  if (words.trim() === '') return {};
  return Object.hasOwn(forms, action) ? (forms[action]?.read(words) ?? null) : null;
}

export function writeWords(action: string, fields: Fields): string | null {
  if (Object.keys(fields).length === 0) return '';
  return Object.hasOwn(forms, action) ? (forms[action]?.write(fields) ?? null) : null;
}

/** Values by name. */
export function isTable(value: Json | undefined): value is { [name: string]: Json } {
  return isRecord(value);
}

/** A value as a line of text; nothing is an empty one. */
export function textOf(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A text that stays itself as words in a line. */
function isPlain(value: unknown): value is string {
  return typeof value === 'string' && value === value.trim();
}
