import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { Need } from './access.ts';
import { problemMediaType } from './answer-problem.ts';

const description = `Everything an administrator does, for programs.

**Signing in.** Send an API token as \`Authorization: Bearer …\`; or sign in with a password at
\`POST /api/v1/auth/login\`, keep the cookie, and send the answer's \`csrf_token\` as \`X-CSRF-Token\` with every
request that changes something.

**Lists** come in pages: \`limit\`, \`cursor\`, \`{"items", "next_cursor"}\`. **Times** are RFC 3339, durations whole
seconds, ids strings. **Errors** are problem documents (RFC 9457).

**Repeating safely.** A POST with an \`Idempotency-Key\` is carried out once: the same key with the same body gets the
first answer again for 24 hours.`;

/** Problems that any request may meet, and those that depend on what it has. */
const problems: Readonly<Record<string, string>> = {
  400: 'The request is malformed',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'There is no such thing',
  409: 'It contradicts what is there',
  412: 'Somebody else has changed this; the detail says what and who',
  413: 'The body is too large',
  415: 'The body has another Content-Type than this route takes',
  422: 'Something does not fit; `errors` names each field',
  429: 'Too many requests; Retry-After says when to come again',
  503: 'Not now; Retry-After says when to come again',
};

export const openapiOptions: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Minuta', version: '1', description },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token' },
        session: { type: 'apiKey', in: 'cookie', name: 'minuta_session' },
        csrf: { type: 'apiKey', in: 'header', name: 'X-CSRF-Token', description: 'Beside the cookie, for changes' },
      },
      schemas: {
        Problem: {
          type: 'object',
          description: 'What went wrong (RFC 9457)',
          required: ['type', 'title', 'status', 'detail'],
          properties: {
            type: { type: 'string', description: 'Says what kind of problem it is, for programs' },
            title: { type: 'string', description: 'The same for every problem of a kind' },
            status: { type: 'integer', minimum: 400, maximum: 599 },
            detail: { type: 'string', description: 'A sentence about this one' },
            instance: { type: 'string', description: 'Names the request in the log' },
            errors: {
              type: 'array',
              items: {
                type: 'object',
                required: ['path', 'message'],
                properties: { path: { type: 'string' }, message: { type: 'string' } },
              },
            },
          },
          example: {
            type: 'urn:minuta:problem:invalid',
            title: 'Invalid request',
            status: 422,
            detail: 'What was sent does not fit.',
            errors: [{ path: 'label', message: 'is too long' }],
          },
        },
      },
    },
  },
  // HEAD stands beside every GET and has nothing of its own to say.
  exposeHeadRoutes: false,
  transform: (document) => {
    const { schema, url } = jsonSchemaTransform(document);
    const verb = String(document.route.method);
    const { needs = 'sign-in', revisioned = false, idempotent = true } = document.route.config ?? {};
    const asked = {
      verb,
      needs,
      isPicked: url.includes(':') || schema.querystring !== undefined,
      hasBody: schema.body !== undefined,
    };
    return {
      url,
      schema: {
        operationId: operationId(verb, url),
        ...schema,
        security: security(needs, verb),
        ...headers({ isRevisioned: revisioned && verb !== 'GET', isIdempotent: verb === 'POST' && idempotent }),
        response: { ...problemResponses(asked), ...responsesOf(schema) },
      },
    };
  },
  transformObject: (document) => {
    const whole = jsonSchemaTransformObject(document);
    // A shape that contains itself, as any JSON value does, comes out with a reference to nothing.
    const text = JSON.stringify(whole).replaceAll(/\{"\$ref":"#\/components\/schemas\/schema\d+"\}/g, '{}');
    const resolved: typeof whole = JSON.parse(text);
    return resolved;
  },
};

/** `PATCH /api/v1/handlers/:id` → `patchHandlersId`, for programs that are made of the description. */
function operationId(verb: string, url: string): string {
  const words = url
    .replace('/api/v1/', '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  return `${verb.toLowerCase()}${words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('')}`;
}

function security(needs: Need, verb: string): Record<string, string[]>[] {
  if (needs === 'nobody') return [];
  const isReading = verb === 'GET';
  return [{ token: [] }, isReading ? { session: [] } : { session: [], csrf: [] }];
}

function headers({ isRevisioned, isIdempotent }: { isRevisioned: boolean; isIdempotent: boolean }) {
  const properties = {
    ...(isRevisioned ? { 'If-Match': { type: 'string', description: 'The ETag that the change is meant for' } } : {}),
    ...(isIdempotent ? { 'Idempotency-Key': idempotencyKey } : {}),
  };
  return Object.keys(properties).length === 0 ? {} : { headers: { type: 'object', properties } };
}

const idempotencyKey = {
  type: 'string',
  pattern: '^[!-~]{1,200}$',
  description: 'Made anew for each wish, such as a UUID: repeated with the same body, it gets the same answer',
};

/** Which of the problems a route may answer. */
function problemResponses(route: {
  readonly verb: string;
  readonly needs: Need;
  /** Whether a path or a query names something that may not be there. */
  readonly isPicked: boolean;
  readonly hasBody: boolean;
}): Record<string, unknown> {
  const { verb, needs, isPicked, hasBody } = route;
  const isChange = verb !== 'GET';
  const possible = {
    400: true,
    401: needs !== 'nobody',
    403: needs !== 'nobody' || isChange,
    404: isPicked,
    409: isChange,
    412: isChange,
    413: hasBody,
    415: isChange,
    422: true,
    429: true,
    503: true,
  };
  const schema = { $ref: '#/components/schemas/Problem' };
  return Object.fromEntries(
    Object.entries(problems)
      .filter(([status]) => Object.entries(possible).some(([one, may]) => one === status && may))
      .map(([status, meaning]) => [status, { description: meaning, content: { [problemMediaType]: { schema } } }]),
  );
}

/** The answers that a route declares, each with a word of what it means. */
function responsesOf({ response }: { readonly response?: unknown }): Record<string, unknown> {
  const declared: [string, unknown][] =
    typeof response === 'object' && response !== null ? Object.entries(response) : [];
  return Object.fromEntries(
    declared.map(([status, schema]) => [
      status,
      typeof schema === 'object' && schema !== null && 'description' in schema
        ? schema
        : { 'x-response-description': meanings[status] ?? 'Done', ...Object(schema) },
    ]),
  );
}

const meanings: Readonly<Record<string, string>> = {
  201: 'Made',
  202: 'Begun; it goes on',
  204: 'Done; there is nothing to say',
};
