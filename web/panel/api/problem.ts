/** What the API refused, as its problem document says it (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** The last part of its `type`: `invalid`, `changed`, … */
  readonly code: string;
  readonly title: string;
  /** By field: `layout[0][1].label`. */
  readonly errors: readonly FieldError[];
  /** What else the document says, such as the session that runs already. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Seconds until it is worth another try, where the API says so. */
  readonly retryAfter: number | null;

  constructor(document: ProblemDocument, retryAfter: number | null = null) {
    const { status, type = 'about:blank', title = '', detail = title, errors = [], ...members } = document;
    super(detail);
    this.members = members;
    this.retryAfter = retryAfter;
    this.status = status;
    this.code = type.split(':').at(-1) ?? type;
    this.title = title;
    this.errors = errors;
  }
}

/** No answer came: the network, or a server that is not there. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export interface FieldError {
  readonly path: string;
  readonly message: string;
}

export interface ProblemDocument {
  readonly status: number;
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
}
