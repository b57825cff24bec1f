/** Texts of a configuration as plain values: without formatting, in the language of whoever looks. */
import type { Content, FieldValue } from '../../../api/configuration.ts';

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** Telegram's HTML as it reads, values as «…». */
export function plainText(html: string): string {
  return html
    .replaceAll(/\{%[^]*?%\}/g, '')
    .replaceAll(/\{\{[^]*?\}\}/g, '…')
    .replaceAll(/…[.…]+/g, '…')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .replaceAll(/&#(\d+|x[\da-f]+);/gi, (whole, code: string) => characterOf(code) ?? whole);
}

/** @param code decimal, or hexadecimal behind an x. @returns nothing where there is no such character */
function characterOf(code: string): string | undefined {
  const point = /^x/i.test(code) ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 10);
  return point > 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : undefined;
}

/** The steps of an action, each as it is written. */
export function stepsOf(action: FieldValue | undefined): readonly FieldValue[] {
  if (Array.isArray(action)) return action;
  if (typeof action !== 'string') return [];
  if (!action.trimStart().startsWith('[')) return [action];
  try {
    const parsed: FieldValue = JSON.parse(action);
    return Array.isArray(parsed) ? parsed : [action];
  } catch {
    return [action];
  }
}

/** The name of a step’s action. */
export function actionName(step: FieldValue): string {
  if (typeof step === 'string') return /^\s*(\S*)/.exec(step)?.[1] ?? '';
  const name = step !== null && typeof step === 'object' && !Array.isArray(step) ? step['action'] : undefined;
  return typeof name === 'string' ? name : '';
}

/** The buttons of a layout, row by row: what is written in place, and names of shared ones. */
export function rowsOf(content: Content): readonly (readonly FieldValue[])[] {
  const { layout } = content;
  return Array.isArray(layout) ? layout.map((row) => (Array.isArray(row) ? row : [])) : [];
}

export function isFields(value: FieldValue | undefined): value is { readonly [field: string]: FieldValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
