/**
 * A short way for what most templates consist of: fixed text, `{{ a.b | filter }}`, conditions, `case` and loops over lists.
 * Liquid runs every step as a generator, some 3 µs for each value; plain functions take a tenth of that.
 * They are made from Liquid's own parse, and whatever has more to it is left to Liquid: what a template means is one thing.
 */
import { CaseTag, CommentTag, ForTag, IfTag, Output, type Template as Node, TypeGuards, UnlessTag } from 'liquidjs';
import {
  type Frame,
  isEqual,
  isTruthy,
  type Locals,
  NotQuick,
  quickOperand,
  quickValue,
  type Read,
} from './template-quick-values.ts';
import type { Filters, Scope, TemplateContext } from './template-values.ts';

type Piece = (frame: Frame) => string;
interface Making {
  readonly filters: Filters;
  readonly output: (value: unknown) => string;
}

/** Rounds of loops in one rendering; beyond, Liquid's limits decide. */
const MAX_ROUNDS = 2000;

/** `undefined` for a template that only Liquid can render; the result is `undefined` where the values are such. */
export function quickRenderer(
  nodes: readonly Node[],
  filters: Filters,
  output: (value: unknown) => string,
): ((scope: Scope, context: TemplateContext) => string | undefined) | undefined {
  const whole = piecesOf(nodes, { filters, output });
  if (whole === undefined) return undefined;
  return (scope, context) => {
    try {
      return whole({ scope, context, locals: undefined, roundsLeft: MAX_ROUNDS });
    } catch (error) {
      if (error instanceof NotQuick) return undefined;
      throw error;
    }
  };
}

function piecesOf(nodes: readonly Node[], making: Making): Piece | undefined {
  const pieces: Piece[] = [];
  for (const node of nodes) {
    const piece = pieceOf(node, making);
    if (piece === undefined) return undefined;
    pieces.push(piece);
  }
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  return (frame) => {
    let text = '';
    for (const piece of pieces) text += piece(frame);
    return text;
  };
}

function pieceOf(node: Node, making: Making): Piece | undefined {
  if (TypeGuards.isHTMLToken(node.token)) {
    const text = node.token.getContent();
    return () => text;
  }
  if (node instanceof CommentTag) return () => '';
  if (node instanceof Output) {
    // The last of the filters is the output's own, put there by the engine.
    const read = quickValue(node.value, making.filters, 1);
    return read && ((frame) => making.output(read(frame)));
  }
  if (node instanceof IfTag) return conditionOf(node.branches, node.elseTemplates ?? [], making);
  // Only the first condition of an `unless` is turned round.
  if (node instanceof UnlessTag) return conditionOf(node.branches, node.elseTemplates, making, true);
  if (node instanceof CaseTag) return caseOf(node, making);
  if (node instanceof ForTag) return loopOf(node, making);
  return undefined;
}

function conditionOf(
  branches: IfTag['branches'],
  otherwise: readonly Node[],
  making: Making,
  firstTurned = false,
): Piece | undefined {
  const made: { readonly condition: Read; readonly body: Piece; readonly wanted: boolean }[] = [];
  for (const [index, { value, templates }] of branches.entries()) {
    const condition = quickValue(value, making.filters);
    const body = piecesOf(templates, making);
    if (condition === undefined || body === undefined) return undefined;
    made.push({ condition, body, wanted: !(firstTurned && index === 0) });
  }
  const last = piecesOf(otherwise, making);
  if (last === undefined) return undefined;
  return (frame) => {
    for (const { condition, body, wanted } of made) {
      if (isTruthy(condition(frame)) === wanted) return body(frame);
    }
    return last(frame);
  };
}

function caseOf(node: CaseTag, making: Making): Piece | undefined {
  const target = quickValue(node.value, making.filters);
  const otherwise = piecesOf(node.elseTemplates, making);
  const branches: { readonly values: readonly Read[]; readonly body: Piece }[] = [];
  for (const { values, templates } of node.branches) {
    const reads = values.map(quickOperand).filter((read) => read !== undefined);
    const body = piecesOf(templates, making);
    if (reads.length < values.length || body === undefined) return undefined;
    branches.push({ values: reads, body });
  }
  if (target === undefined || otherwise === undefined) return undefined;
  return (frame) => {
    const value = target(frame);
    let text: string | undefined;
    // As in Liquid, every branch that fits is shown.
    for (const { values, body } of branches) if (isAmong(value, values, frame)) text = (text ?? '') + body(frame);
    return text ?? otherwise(frame);
  };
}

function isAmong(value: unknown, values: readonly Read[], frame: Frame): boolean {
  for (const read of values) if (isEqual(value, read(frame))) return true;
  return false;
}

function loopOf(node: ForTag, making: Making): Piece | undefined {
  const collection = quickOperand(node.collection);
  const body = piecesOf(node.templates, making);
  const otherwise = piecesOf(node.elseTemplates ?? [], making);
  const limited = Object.keys(node.hash.hash).length > 0;
  if (collection === undefined || body === undefined || otherwise === undefined || limited) return undefined;
  return (frame) => {
    const list = collection(frame) ?? [];
    if (!Array.isArray(list)) throw new NotQuick();
    if (list.length === 0) return otherwise(frame);
    const locals: Locals = {
      name: node.variable,
      value: undefined,
      index: 0,
      length: list.length,
      outer: frame.locals,
    };
    let text = '';
    frame.locals = locals;
    for (let index = 0; index < list.length; index++) {
      if (frame.roundsLeft-- <= 0) throw new NotQuick();
      locals.index = index;
      locals.value = list[index];
      text += body(frame);
    }
    frame.locals = locals.outer;
    return text;
  };
}
