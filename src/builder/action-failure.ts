/**
 * An action that could not do what it was told, for a reason that its description lists. Where the step names a
 * callback under `on_failure`, the turn goes on there; else it ends with an apology.
 */
export class ActionFailure extends Error {
  override readonly name = 'ActionFailure';
  /** Stable, such as `http_timeout`; a configuration sees it as `error.reason`. */
  readonly code: string;
  constructor(code: string) {
    super(`an action has failed: ${code}`);
    this.code = code;
  }
}
