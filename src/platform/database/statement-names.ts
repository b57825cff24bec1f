import { parameterTypes, type ParameterType } from './binary-values.ts';

/** What has to be known of a statement, besides its text. */
export interface KnownStatement {
  /** What it is called once it is prepared; undefined where it is not kept. */
  readonly name: string | undefined;
  /** Whether it opens a transaction, or ends one. */
  readonly kind: 'opens' | 'ends' | 'other';
  /** Whether its transaction gives itself a time limit of its own. */
  readonly setsLimit: boolean;
  /** What it says its values are. */
  readonly types: readonly (ParameterType | undefined)[];
}

/** As many are remembered; one beyond is simply not prepared. */
const mostKnown = 500;

/** Knows statements again by their texts, which may be long, and gives short names to those that are prepared. */
export class StatementNames {
  readonly #prefix: string | undefined;
  readonly #known = new Map<string, KnownStatement>();

  /** @param prefix of the names; without one nothing is prepared. */
  constructor(prefix?: string) {
    this.#prefix = prefix;
  }

  of(text: string): KnownStatement {
    const known = this.#known.get(text);
    if (known) return known;
    const isKept = this.#known.size < mostKnown;
    const name = isKept && this.#prefix !== undefined ? `${this.#prefix}${this.#known.size}` : undefined;
    const statement: KnownStatement = {
      name,
      kind: kindOf(text),
      setsLimit: text.includes('statement_timeout'),
      types: parameterTypes(text),
    };
    if (isKept) this.#known.set(text, statement);
    return statement;
  }
}

function kindOf(text: string): KnownStatement['kind'] {
  if (text === 'begin' || text.startsWith('start transaction')) return 'opens';
  return text === 'commit' || text === 'rollback' ? 'ends' : 'other';
}
