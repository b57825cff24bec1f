import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { isRecord } from '../../platform/is-record.ts';
import type { Soon } from '../../platform/soon.ts';
import { ActionFailure } from '../action-failure.ts';
import { action, argument, type Action, type EntryFace } from '../actions-catalogue.ts';
import { withForm } from '../argument-form.ts';
import { secretNames, templateArgument } from '../expressions.ts';
import { secretMark, type HttpRequest, type HttpResult, type Json } from '../rules/http-request.ts';
import type { Template } from '../rules/template.ts';
import type { Turn } from '../turn.ts';
import { checkOpen, pauseFailures } from './flow.ts';
import { variableName } from './variables.ts';

/** A body's texts are templates; numbers and the rest stay what they are. */
type BodyTemplate =
  | Template
  | number
  | boolean
  | null
  | readonly BodyTemplate[]
  | { readonly [name: string]: BodyTemplate };

const bodyText = z.union([z.literal('').transform(() => null), templateArgument('plain', 4_000)]);
const bodySchema: z.ZodType<BodyTemplate> = z.lazy(() =>
  z.union([bodyText, z.number(), z.boolean(), z.null(), z.array(bodySchema), z.record(z.string(), bodySchema)]),
);

/** Headers that the connection itself needs, or that would say who else asks. */
const ownHeaders =
  /^(host|connection|content-length|transfer-encoding|te|upgrade|expect|keep-alive|proxy-.*|idempotency-key)$/i;

const httpArgs = z.strictObject({
  url: argument(
    withForm(
      z
        .string()
        .max(2_000)
        .regex(
          /^https?:\/\/[^\s/?#{}@]+([/?#]|$)/,
          'must begin with http:// or https:// and a server without {{ values }}',
        )
        .pipe(templateArgument('url', 2_000)),
      'template',
    ),
    {
      ru: ['Адрес', 'Сервер пишется как есть, дальше можно с {{ значениями }}'],
      en: ['Address', 'The server as it is, behind it perhaps with {{ values }}'],
    },
  ),
  method: argument(z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'), { ru: ['Метод'], en: ['Method'] }),
  headers: argument(
    z
      .record(
        z
          .string()
          .regex(/^[\w!#$%&'*+.^`|~-]{1,64}$/)
          .refine((name) => !ownHeaders.test(name), 'is set by the bot'),
        templateArgument('plain', 1_000),
      )
      .refine((headers) => Object.keys(headers).length <= 20, 'at most 20 headers')
      .default({}),
    {
      ru: ['Заголовки', 'Секреты по имени: Bearer {{ secret.crm_key }}'],
      en: ['Headers', 'Secrets by name: Bearer {{ secret.crm_key }}'],
    },
  ),
  body: argument(bodySchema.optional(), {
    ru: ['Тело', 'JSON, тексты в нём можно с {{ значениями }}'],
    en: ['Body', 'JSON, its texts perhaps with {{ values }}'],
  }),
  into: argument(variableName.optional(), {
    ru: ['Ответ как', 'Имя: {{ http.имя.status }}, {{ http.имя.body.… }}'],
    en: ['The answer as', 'A name: {{ http.name.status }}, {{ http.name.body.… }}'],
  }),
  timeout: argument(z.int().min(1).max(10).default(5), { ru: ['Ждать секунд'], en: ['Seconds to wait'] }),
  retries: argument(z.int().min(0).max(3).default(2), {
    ru: ['Повторов', 'POST и PATCH повторяются только с ключом'],
    en: ['Retries', 'POST and PATCH are repeated only with a key'],
  }),
  key: argument(z.boolean().default(false), {
    ru: ['С ключом', 'Заголовок Idempotency-Key: сервер узнает повтор'],
    en: ['With a key', 'The header Idempotency-Key: the server knows a repetition by it'],
  }),
});

type HttpArgs = z.infer<typeof httpArgs>;

/** Bytes of the request as its row keeps it. */
const largest = 64 * 1024;

export const httpActions: readonly Action[] = [
  action({
    name: 'http',
    title: { ru: 'Спросить другой сервер', en: 'Ask another server' },
    summary: {
      ru: 'Спрашивает чужой сервер и идёт дальше с ответом. Человек тем временем может делать что угодно.',
      en: 'Asks somebody else’s server and goes on with the answer. Meanwhile the person can do anything.',
    },
    example: { action: 'http', url: 'https://api.example.org/weather?city={{ vars.city }}', into: 'weather' },
    failures: {
      ...pauseFailures,
      http_status: {
        ru: 'Сервер ответил ошибкой: код 400 или больше.',
        en: 'The server answered with an error: 400 or more.',
      },
      http_address: {
        ru: 'Адрес ведёт не в интернет, а внутрь сети.',
        en: 'The address leads inside a network instead of to the internet.',
      },
      http_network: {
        ru: 'Сервер не найден или соединение оборвалось.',
        en: 'There is no such server, or the connection broke.',
      },
      http_timeout: { ru: 'Сервер не ответил вовремя.', en: 'The server did not answer in time.' },
      http_size: { ru: 'Запрос или ответ больше 64 КБ.', en: 'The request or the answer has more than 64 KB.' },
      http_secret: {
        ru: 'Секрета с таким именем нет в настройках.',
        en: 'There is no secret of this name in the settings.',
      },
      http_unknown: {
        ru: 'Неизвестно, дошёл ли запрос, а повторять его нельзя.',
        en: 'Nobody knows whether the call arrived, and it must not be repeated.',
      },
    },
    args: httpArgs,
    templates: ({ url, headers, body }) => [url, ...Object.values(headers), ...templatesOf(body ?? null)],
    run: async (turn, args, entry) => {
      await checkOpen(turn);
      const request = await requestOf(turn, args, entry);
      if (JSON.stringify(request).length > largest) throw new ActionFailure('http_size');
      turn.course.wait({ kind: 'http', request });
    },
    resume: async (turn, { into }, _, came) => {
      const result = httpResult.parse(came);
      if ('fault' in result) throw new ActionFailure(result.fault);
      const { http: earlier } = turn.kept;
      if (into !== undefined) turn.keep('http', { ...(isRecord(earlier) ? earlier : {}), [into]: result });
      if (result.status >= 400) throw new ActionFailure('http_status');
    },
  }),
];

const httpResult: z.ZodType<HttpResult> = z.union([
  z.object({ status: z.number(), body: z.json() }),
  z.object({
    fault: z.enum(['http_address', 'http_network', 'http_timeout', 'http_size', 'http_secret', 'http_unknown']),
  }),
]);

async function requestOf(turn: Turn, args: HttpArgs, entry: EntryFace): Promise<HttpRequest> {
  const { method, timeout, retries, key, body = null } = args;
  const nonce = randomBytes(8).toString('hex');
  const say = (template: Template): Soon<string> => {
    const secret = Object.fromEntries(secretNames(template).map((name) => [name, secretMark(nonce, name)]));
    return entry.text(turn, template, { secret });
  };
  const headers: Record<string, string> = body === null ? {} : { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(args.headers)) headers[name.toLowerCase()] = await say(value);
  const isIdempotent = method !== 'POST' && method !== 'PATCH';
  return {
    method,
    url: await say(args.url),
    headers,
    body: await rendered(body, say),
    nonce,
    timeLimit: timeout * 1_000,
    retries,
    isRepeatable: isIdempotent || key,
    hasKey: key,
  };
}

async function rendered(body: BodyTemplate, say: (template: Template) => Soon<string>): Promise<Json> {
  if (typeof body !== 'object' || body === null) return body;
  if (isTemplate(body)) return say(body);
  if (Array.isArray(body)) return Promise.all(body.map((item: BodyTemplate) => rendered(item, say)));
  const entries = Object.entries(body).map(async ([name, value]) => [name, await rendered(value, say)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function templatesOf(body: BodyTemplate): readonly Template[] {
  if (typeof body !== 'object' || body === null) return [];
  if (isTemplate(body)) return [body];
  return Object.values<BodyTemplate>(body).flatMap(templatesOf);
}

function isTemplate(body: object): body is Template {
  return 'render' in body && typeof body.render === 'function';
}
