/** What is wrong with one field: `label`, `layout[0][1].data`; `query.limit` and `header.if-match` outside the body. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

interface ProblemFields {
  /** 400–599. */
  readonly status: number;
  /** Stable, for programs: the end of the document's `type`. */
  readonly code: string;
  /** The same for every problem with this code. */
  readonly title: string;
  /** A sentence about this one, for a person. */
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** What else the document says, such as the session that runs already. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is refused: thrown by whoever refuses it, and answered in one place as RFC 9457 says. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly #fields: ProblemFields;

  constructor(fields: ProblemFields, options?: ErrorOptions) {
    super(fields.detail, options);
    this.status = fields.status;
    this.code = fields.code;
    this.headers = fields.headers ?? {};
    this.#fields = fields;
  }

  /** The body of the answer. */
  document(): Record<string, unknown> {
    const { status, code, title, detail, errors, members } = this.#fields;
    return { ...members, type: problemType(code), title, status, detail, ...(errors ? { errors } : {}) };
  }
}

function problemType(code: string): string {
  return `urn:minuta:problem:${code}`;
}

/** @param detail such as `There is no handler 12.` */
export function notFound(detail: string): Problem {
  return new Problem({ status: 404, code: 'not_found', title: 'Not found', detail });
}

/** What was sent does not fit, field by field. */
export function invalid(errors: readonly FieldError[], detail = 'What was sent does not fit.'): Problem {
  return new Problem({ status: 422, code: 'invalid', title: 'Invalid request', detail, errors });
}

/**
 * `layout[0][1].data`, `query.limit`; the body itself is `body`.
 *
 * @param context where the field is, as Fastify calls it: `body`, `querystring`, `headers`.
 */
export function fieldPath(parts: readonly string[], context = 'body'): string {
  const prefix = context === 'querystring' ? 'query' : context === 'headers' ? 'header' : '';
  const path = parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('');
  return `${prefix}${path}`.replace(/^\./, '') || 'body';
}
