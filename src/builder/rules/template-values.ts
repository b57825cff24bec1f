/** What a template is given when it is rendered. */

/** Plain data; only own properties are visible to a template, and a function is called for its value. */
export type Scope = Readonly<Record<string, unknown>>;

/** What a filter may depend on beside its value. */
export interface TemplateContext {
  readonly language: string;
  readonly timeZone: string;
  readonly today: Temporal.PlainDate;
  readonly now: Temporal.Instant;
}

/** Turns a value into text, as in `{{ today.total | duration }}`. It must take any value: templates are written by people. */
export type Filter = (value: unknown, context: TemplateContext, ...args: readonly unknown[]) => string;
export type Filters = Readonly<Record<string, Filter>>;

/**
 * `html`: every value is escaped for Telegram's HTML, always. `url`: every value becomes part of an address and can
 * neither end it nor climb up its path. `plain`: for labels, data and conditions.
 */
export type TemplateMode = 'html' | 'plain' | 'url';
