import { sql as kysely, type QueryExecutorProvider, type QueryResult, type RawBuilder } from 'kysely';
import type { Compiled, Statement } from './session.ts';

/** A statement, or a part of one, as it was written: texts, with values or other parts between them. */
class Written<R> implements Statement<R> {
  readonly texts: readonly string[];
  readonly between: readonly unknown[];
  /** Whether all rows that it brings along are one each. */
  readonly isOfOne: boolean;

  constructor(
    texts: readonly string[],
    between: readonly unknown[],
    isOfOne = between.every((one) => !(one instanceof Written) || one.isOfOne),
  ) {
    this.texts = texts;
    this.between = between;
    this.isOfOne = isOfOne;
  }

  /** What stands for it in a statement that is of one, or is not. */
  within(_isOfOne: boolean): Written<R> {
    return this;
  }

  compile(compiler: QueryExecutorProvider): Compiled {
    const parameters: unknown[] = [];
    const shape = follow(this, this.isOfOne, firstShape(), parameters);
    if (shape === null) return this.#asKysely().compile(compiler);
    return { sql: (shape.text ??= spell(this)), parameters };
  }

  execute(queries: QueryExecutorProvider): Promise<QueryResult<R>> {
    return this.#asKysely().execute(queries);
  }

  /** What makes it a part of a statement of Kysely's. */
  toOperationNode(): ReturnType<RawBuilder<R>['toOperationNode']> {
    return this.#asKysely().toOperationNode();
  }

  get expressionType(): R | undefined {
    return undefined;
  }

  #asKysely(): RawBuilder<R> {
    const parts = this.texts.flatMap((text, i) =>
      i === 0 ? [kysely.raw(text)] : [this.between[i - 1], kysely.raw(text)],
    );
    return kysely.join(parts, kysely.raw(''));
  }
}

/** A column of rows that a statement brings along, written as a list that is taken apart. */
class Column extends Written<unknown> {
  readonly #texts: ColumnTexts;
  readonly #values: readonly unknown[];

  constructor(texts: ColumnTexts, values: readonly unknown[]) {
    super(texts.ofList, [values], values.length === 1);
    this.#texts = texts;
    this.#values = values;
  }

  override within(isOfOne: boolean): Written<unknown> {
    return isOfOne ? new Written(this.#texts.ofValue, this.#values, true) : this;
  }
}

/**
 * Where a walk through a statement's parts has come to. Who writes the same parts in the same order comes to the same
 * place, so that its text has to be put together once only.
 */
class Shape {
  text: string | undefined;
  readonly #parts = new Map<readonly string[], Shape>();
  #value: Shape | undefined;

  after(texts: readonly string[]): Shape {
    const known = this.#parts.get(texts);
    if (known) return known;
    const shape = makeShape();
    this.#parts.set(texts, shape);
    return shape;
  }

  afterValue(): Shape {
    return (this.#value ??= makeShape());
  }
}

/** Beyond these all begin anew: a hundred times what this service writes, lest a name that changes fills the memory. */
const mostShapes = 100_000;
let shapes = 0;
let first = new Shape();

function firstShape(): Shape {
  if (shapes > mostShapes) {
    [shapes, first] = [0, new Shape()];
    lists.clear();
    names.clear();
    columns.clear();
  }
  return first;
}

function makeShape(): Shape {
  shapes += 1;
  return new Shape();
}

/** Gathers the values. @returns null where a part was written with Kysely's own `sql`. */
function follow({ texts, between }: Written<unknown>, isOfOne: boolean, from: Shape, values: unknown[]): Shape | null {
  let shape: Shape | null = from.after(texts);
  for (const one of between) {
    if (one instanceof Written) shape = follow(one.within(isOfOne), isOfOne, shape, values);
    else if (isKyselys(one)) return null;
    else {
      values.push(one);
      shape = shape.afterValue();
    }
    if (shape === null) return null;
  }
  return shape;
}

function isKyselys(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'toOperationNode' in value &&
    typeof value.toOperationNode === 'function'
  );
}

function spell(statement: Written<unknown>): string {
  let text = '';
  let values = 0;
  const add = ({ texts, between }: Written<unknown>): void => {
    for (const [i, own] of texts.entries()) {
      text += own;
      const next = between[i];
      if (next instanceof Written) add(next.within(statement.isOfOne));
      else if (i < between.length) text += `$${(values += 1)}`;
    }
  };
  add(statement);
  return text;
}

/** The texts of lists, by how they are separated and how long they are; of names; and of columns, by their types. */
const lists = new Map<string, readonly string[]>();
const names = new Map<string, readonly string[]>();
const columns = new Map<string, ColumnTexts>();

interface ColumnTexts {
  readonly ofValue: readonly string[];
  readonly ofList: readonly string[];
}

function remembered<Texts>(known: Map<string, Texts>, key: string, make: () => Texts): Texts {
  const before = known.get(key);
  if (before) return before;
  const made = make();
  known.set(key, made);
  return made;
}

const columnTexts = (type: string): ColumnTexts =>
  remembered(columns, type, () => ({ ofValue: ['', `::${type}`], ofList: ['unnest(', `::${type}[])`] }));

/**
 * Writes what is sent through a `Session`, as Kysely's `sql` does: whatever is put in is bound, and other statements
 * become parts. What is written here again and again costs its values alone: neither is its text put together each time,
 * nor are there nodes for each part of it, which were a third of what a group of one left to be collected. Parts written
 * with the one `sql` may be put into the other; only then it is Kysely that puts them together.
 */
export const sql = Object.assign(
  <R = unknown>(texts: TemplateStringsArray, ...between: readonly unknown[]): Statement<R> =>
    new Written<R>(texts, between),
  {
    /** Text that is put in as it is: a name that stands in the code. */
    raw: (text: string): Statement =>
      new Written(
        remembered(names, text, () => [text]),
        [],
      ),
    /** @param separator such as `, `, put in as it is. */
    join: (parts: readonly unknown[], separator: string): Statement =>
      new Written(
        remembered(lists, `${parts.length} ${separator}`, () => [
          '',
          ...parts.map((_, i) => (i === parts.length - 1 ? '' : separator)),
        ]),
        parts,
      ),
    /**
     * Rows that a statement brings along, column by column: `select ${column('bigint', (row) => row.id)} as id`.
     *
     * In a statement that brings one row of each kind these are its values: in lists of one they cost PostgreSQL a tenth
     * more for a whole update. Else each column is a list, taken apart in the select list: an `unnest` of several behind
     * a `from` puts each of them down in a store of its own first, which costs twice as much again. One is not told from
     * many for each kind by itself, because every text that comes of it has to be planned on every connection.
     *
     * @returns what writes a column, of a type that is put in as it is. All of them must stand in one select list, and
     *   nothing behind a `from` with them.
     */
    columns:
      <Row>(rows: readonly Row[]) =>
      (type: string, valueOf: (row: Row, place: number) => unknown): Statement =>
        new Column(columnTexts(type), rows.map(valueOf)),
  },
);
