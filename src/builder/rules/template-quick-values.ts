/** Liquid's values and conditions as plain functions: see `template-quick.ts`. */
import { TypeGuards, type Value } from 'liquidjs';
import type { Filters, Scope, TemplateContext } from './template-values.ts';

/** A loop's own names. */
export interface Locals {
  readonly name: string;
  value: unknown;
  index: number;
  readonly length: number;
  readonly outer: Locals | undefined;
}

export interface Frame {
  readonly scope: Scope;
  readonly context: TemplateContext;
  /** Those of the loop that is under way. */
  locals: Locals | undefined;
  /** Rounds of loops that are left before Liquid takes over, which limits time and memory. */
  roundsLeft: number;
}

export type Read = (frame: Frame) => unknown;

/** Thrown where a value is of a kind whose meaning only Liquid knows; the whole template is then rendered by it. */
export class NotQuick extends Error {}

/** `{{ a.b | filter: c }}` or the condition of a tag. */
export function quickValue(value: Value, filters: Filters, skipFilters = 0): Read | undefined {
  const used = value.filters.slice(0, value.filters.length - skipFilters);
  const steps = used.map(({ name, args }) => quickFilter(name, args, filters));
  let read = quickExpression(value.initial.postfix);
  for (const step of steps) {
    if (step === undefined || read === undefined) return undefined;
    const inner = read;
    read = (frame) => step(inner(frame), frame);
  }
  return read;
}

function quickExpression(postfix: readonly unknown[]): Read | undefined {
  const stack: Read[] = [];
  for (const token of postfix) {
    if (TypeGuards.isOperatorToken(token)) {
      const operator = token.operator;
      const right = stack.pop();
      if (operator === 'not') {
        if (right === undefined) return undefined;
        stack.push((frame) => !isTruthy(right(frame)));
        continue;
      }
      const left = stack.pop();
      const apply = Object.hasOwn(BINARY, operator) ? BINARY[operator] : undefined;
      if (left === undefined || right === undefined || apply === undefined) return undefined;
      stack.push((frame) => apply(left(frame), right(frame)));
    } else {
      const read = quickOperand(token);
      if (read === undefined) return undefined;
      stack.push(read);
    }
  }
  return stack.length === 1 ? stack[0] : undefined;
}

/** These mean more than a property to Liquid. */
const COMPUTED: ReadonlySet<string> = new Set(['size', 'first', 'last']);
/** The literal, which equals a null as well as a missing value, though these two differ. */
const NIL = Symbol('nil');
const LITERALS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['nil', NIL],
  ['null', NIL],
]);

/** A number, a text, `true`, `nil` or `a.b.c`. */
export function quickOperand(token: unknown): Read | undefined {
  if (TypeGuards.isQuotedToken(token) || TypeGuards.isNumberToken(token)) {
    const { content } = token;
    return () => content;
  }
  if (TypeGuards.isLiteralToken(token)) {
    if (!LITERALS.has(token.literal)) return undefined;
    const literal = LITERALS.get(token.literal);
    return () => literal;
  }
  if (!TypeGuards.isPropertyAccessToken(token) || token.variable !== undefined) return undefined;
  const path: string[] = [];
  for (const prop of token.props) {
    if (!TypeGuards.isWordToken(prop)) return undefined;
    path.push(prop.content);
  }
  const [root = '', ...rest] = path;
  if (root === 'forloop' && rest.length === 1) return (frame) => loopProperty(frame.locals, rest[0] ?? '');
  if (root === 'forloop' || path.some((name) => COMPUTED.has(name))) return undefined;
  return (frame) => {
    let locals = frame.locals;
    while (locals !== undefined && locals.name !== root) locals = locals.outer;
    return locals === undefined ? readPath(frame.scope, path) : readPath(locals.value, rest);
  };
}

function loopProperty(locals: Locals | undefined, name: string): unknown {
  if (locals === undefined) throw new NotQuick();
  const { index, length } = locals;
  switch (name) {
    case 'first':
      return index === 0;
    case 'last':
      return index === length - 1;
    case 'index':
      return index + 1;
    case 'index0':
      return index;
    case 'length':
      return length;
    default:
      throw new NotQuick();
  }
}

/** As Liquid reads: own properties only, nothing of nothing is nothing, a function is called for its value. */
function readPath(from: unknown, path: readonly string[]): unknown {
  let value = from;
  for (const name of path) {
    if (value === null || value === undefined) return value;
    const owner: Readonly<Record<string, unknown>> = Object(value);
    if (!Object.hasOwn(owner, name)) return undefined;
    value = owner[name];
    if (typeof value === 'function') value = Reflect.apply(value, owner, []);
  }
  return value;
}

type Step = (value: unknown, frame: Frame) => unknown;

function quickFilter(name: string, args: readonly unknown[], filters: Filters): Step | undefined {
  const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
  if (filter === undefined && name !== 'default') return undefined;
  const reads: Read[] = [];
  for (const arg of args) {
    const read = quickOperand(arg);
    if (read === undefined) return undefined;
    reads.push(read);
  }
  if (filter === undefined) return (value, frame) => (isBlank(value) ? reads[0]?.(frame) : value);
  if (reads.length === 0) return (value, frame) => filter(value, frame.context);
  return (value, frame) => filter(value, frame.context, ...reads.map((read) => read(frame)));
}

/** What `default` replaces. */
function isBlank(value: unknown): boolean {
  return typeof value === 'string' || Array.isArray(value) ? value.length === 0 : !isTruthy(value);
}

/** Zero and the empty text are true in Liquid. */
export function isTruthy(value: unknown): boolean {
  return value !== false && value !== undefined && value !== null && value !== NIL;
}

export function isEqual(left: unknown, right: unknown): boolean {
  if (left === NIL || right === NIL) return isNothing(left) && isNothing(right);
  if (Array.isArray(left) || Array.isArray(right)) throw new NotQuick();
  return left === right;
}

function isNothing(value: unknown): boolean {
  return value === NIL || value === undefined || value === null;
}

const BINARY: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  '==': isEqual,
  '!=': (left, right) => !isEqual(left, right),
  '>': (left, right) => compare(left, right, (a, b) => a > b),
  '<': (left, right) => compare(left, right, (a, b) => a < b),
  '>=': (left, right) => compare(left, right, (a, b) => a >= b),
  '<=': (left, right) => compare(left, right, (a, b) => a <= b),
  and: (left, right) => isTruthy(left) && isTruthy(right),
  or: (left, right) => isTruthy(left) || isTruthy(right),
};

function compare(left: unknown, right: unknown, holds: (a: number, b: number) => boolean): boolean {
  return holds(magnitude(left), magnitude(right));
}

/** As JavaScript compares: nothing counts as zero where it is null, and with a missing value nothing holds. */
function magnitude(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return Number.NaN;
  if (value === null) return 0;
  throw new NotQuick();
}
