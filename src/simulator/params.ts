import { badRequest } from './refusal.ts';

/** A file that came with a multipart call. */
export interface Upload {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Buffer;
}

/**
 * A call's parameters, whichever way they came: in JSON a number is a number and an object an object; in a form and in
 * a query both are strings.
 */
export class Params {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #uploads: ReadonlyMap<string, Upload>;

  constructor(fields: Readonly<Record<string, unknown>>, uploads: ReadonlyMap<string, Upload> = new Map()) {
    this.#fields = fields;
    this.#uploads = uploads;
  }

  has(name: string): boolean {
    return this.#raw(name) !== undefined || this.#uploads.has(name);
  }

  text(name: string): string | undefined {
    const value = this.#raw(name);
    if (typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }

  /** @throws Refusal 400 where the field is given and is no integer */
  integer(name: string): number | undefined {
    const text = this.text(name)?.trim();
    if (text === undefined || text === '') return undefined;
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw badRequest(`invalid ${name} specified`);
    return value;
  }

  flag(name: string): boolean {
    const text = this.text(name)?.trim().toLowerCase();
    return text === 'true' || text === '1' || text === 'yes';
  }

  /** An object or list, given as such or as JSON text. @throws Refusal 400 where the text is no JSON */
  json(name: string): unknown {
    const value = this.#raw(name);
    if (typeof value !== 'string') return value;
    if (value === '') return undefined;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      throw badRequest(`can't parse ${name.replaceAll('_', ' ')} JSON object`);
    }
  }

  /** The file in field `name`, there or at the `attach://` address it holds. */
  upload(name: string): Upload | undefined {
    return this.#uploads.get(name) ?? this.attached(this.text(name) ?? '');
  }

  attached(address: string): Upload | undefined {
    return address.startsWith('attach://') ? this.#uploads.get(address.slice('attach://'.length)) : undefined;
  }

  #raw(name: string): unknown {
    const value = Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
    return value === null ? undefined : value;
  }
}
