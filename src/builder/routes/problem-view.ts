/** What is wrong with a configuration, as the API tells it. */
import { z } from 'zod';
import { formatPath, type Path, type Problem as Fault } from '../rules/problems.ts';
import { Problem, type FieldError } from '../../platform/http/problem.ts';
import type { EntryIds } from '../rules/draft.ts';

const localized = z.strictObject({ ru: z.string(), en: z.string() });

export const faultView = z.strictObject({
  code: z.string().meta({ description: 'Stable, for programs' }),
  severity: z.enum(['error', 'warning']).meta({ description: 'Errors keep a configuration from being published' }),
  path: z.string().meta({ description: 'The place in the document: `handlers[3].message.ru`' }),
  pointer: z.string().meta({ description: 'The same as a JSON pointer' }),
  entry: z
    .strictObject({ kind: z.enum(['handler', 'callback', 'keyboard', 'button']), id: z.string() })
    .nullable()
    .meta({ description: 'The entry it is about, where it is known' }),
  line: z.int().nullable().meta({ description: 'In the file, from 1, where there is one' }),
  column: z.int().nullable(),
  message: localized,
  proposal: localized.nullable().meta({ description: 'What to do about it' }),
  params: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .meta({ description: 'What the sentences are filled with; `nearest` is what was probably meant' }),
});

/** @param ids of the document, where its entries have some. */
export function toFaultView(fault: Fault, ids?: EntryIds): z.infer<typeof faultView> {
  const { code, severity, path, message, proposal, params } = fault;
  return {
    code,
    severity,
    path: formatPath(path),
    pointer: path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    entry: entryAt(path, ids),
    line: fault.line ?? null,
    column: fault.column ?? null,
    message,
    proposal: proposal ?? null,
    params: { ...params },
  };
}

/** 422 with every problem: `errors` for whoever shows a sentence per field, `problems` with all there is to know. */
export function refusedFor(faults: readonly Fault[], detail: string, ids?: EntryIds): Problem {
  return new Problem({
    status: 422,
    code: 'configuration',
    title: 'The configuration has errors',
    detail,
    errors: faults.filter(({ severity }) => severity === 'error').map(toFieldError),
    members: { problems: faults.map((fault) => toFaultView(fault, ids)) },
  });
}

function toFieldError({ path, line, column, message, proposal }: Fault): FieldError {
  const place = line === undefined ? '' : `line ${line}, column ${column ?? 1}: `;
  const said = [message.en, proposal?.en].filter((text) => text !== undefined).join('. ');
  return { path: formatPath(path) || 'body', message: `${place}${said}` };
}

function entryAt([section, part]: Path, ids: EntryIds | undefined): z.infer<typeof faultView>['entry'] {
  if (section === 'keyboards' && typeof part === 'string') return { kind: 'keyboard', id: part };
  if (section === 'buttons' && typeof part === 'string') return { kind: 'button', id: part };
  if (typeof part !== 'number') return null;
  const kind = section === 'handlers' ? 'handler' : section === 'callbacks' ? 'callback' : null;
  const id = kind === 'handler' ? ids?.handlerIds[part] : ids?.callbackIds[part];
  return kind === null || id === undefined ? null : { kind, id };
}
