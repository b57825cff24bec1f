/** The JSON Schema of an action's arguments, read as far as a form needs it. */
import type { ArgumentForm } from '../../../../src/builder/argument-form.ts';
import { isRecord } from '../../../../src/platform/is-record.ts';
import type { Language } from '../../words/language.ts';
import type { ActionDescription } from '../configuration.ts';

export interface Argument {
  readonly name: string;
  readonly isRequired: boolean;
  readonly shape: Shape;
  /** What counts where nothing is said. */
  readonly usual: string | number | boolean | undefined;
  readonly title: string;
  readonly description: string | undefined;
}

export type Shape =
  | { readonly kind: 'form'; readonly form: ArgumentForm }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'switch' }
  | { readonly kind: 'number'; readonly min: number | undefined; readonly max: number | undefined }
  | { readonly kind: 'words' }
  /** A number, or words such as a day. */
  | { readonly kind: 'scalar' }
  /** Values by name. */
  | { readonly kind: 'table' }
  /** What a person can choose from. */
  | { readonly kind: 'options' }
  | { readonly kind: 'list'; readonly fields: readonly Argument[] }
  | { readonly kind: 'json' };

export function argumentsOf({ arguments: schema }: ActionDescription, language: Language): readonly Argument[] {
  return fieldsOf(schema, language);
}

function fieldsOf(schema: Readonly<Record<string, unknown>>, language: Language): readonly Argument[] {
  const { properties, required } = schema;
  if (!isRecord(properties)) return [];
  return Object.entries(properties).flatMap(([name, field]) => {
    if (!isRecord(field)) return [];
    const words = language === 'ru' && isRecord(field['x-ru']) ? field['x-ru'] : field;
    const { title = name, description } = words;
    return [
      {
        name,
        isRequired: Array.isArray(required) && required.includes(name),
        shape: shapeOf(field, language),
        usual: plainOf(field['default']),
        title: String(title),
        description: typeof description === 'string' ? description : undefined,
      },
    ];
  });
}

const forms = new Set<unknown>(['target', 'keyboard', 'variable', 'html', 'template', 'condition', 'seconds']);

function isForm(form: unknown): form is ArgumentForm {
  return forms.has(form);
}

function shapeOf(schema: Readonly<Record<string, unknown>>, language: Language): Shape {
  const { type, anyOf, items, minimum, maximum, additionalProperties } = schema;
  const form = schema['x-form'];
  if (isForm(form)) return { kind: 'form', form };
  if (Array.isArray(schema['enum'])) return { kind: 'choice', options: schema['enum'].map(String) };
  if (type === 'boolean') return { kind: 'switch' };
  if (type === 'integer' || type === 'number')
    return { kind: 'number', min: numberOf(minimum), max: numberOf(maximum) };
  if (type === 'string') return { kind: 'words' };
  if (Array.isArray(anyOf) && typesIn(anyOf).every((each) => each === 'number' || each === 'string'))
    return { kind: 'scalar' };
  if (type === 'array' && isRecord(items)) {
    if (isRecord(items['properties'])) return { kind: 'list', fields: fieldsOf(items, language) };
    if (Array.isArray(items['anyOf']) && items['anyOf'].some(isOption)) return { kind: 'options' };
  }
  if (type === 'object' && isRecord(additionalProperties) && additionalProperties['type'] === 'string')
    return { kind: 'table' };
  return { kind: 'json' };
}

function typesIn(schemas: readonly unknown[]): readonly unknown[] {
  return schemas.flatMap((schema) => {
    if (!isRecord(schema)) return [undefined];
    return Array.isArray(schema['anyOf']) ? typesIn(schema['anyOf']) : [schema['type']];
  });
}

function isOption(schema: unknown): boolean {
  return isRecord(schema) && isRecord(schema['properties']) && 'label' in schema['properties'];
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function plainOf(value: unknown): Argument['usual'] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
