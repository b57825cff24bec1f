import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { isPassing } from '../database/errors.ts';
import type { Logger } from '../telemetry/logger.ts';
import { fieldPath, invalid, notFound, Problem, type FieldError } from './problem.ts';

export const problemMediaType = 'application/problem+json';

/** The one place where what went wrong becomes an answer. What nobody foresaw is logged and tells nothing of itself. */
export function answerProblem(log: Logger) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const problem = toProblem(error);
    if (problem.status >= 500)
      log.error({ err: error, code: problem.code, trace_id: request.traceId }, 'a request of the API failed');
    const document = problem.document();
    // The log has the rest under this name.
    if (problem.status >= 500) document['instance'] = `urn:minuta:request:${request.traceId}`;
    return reply
      .code(problem.status)
      .headers(problem.headers)
      .type(problemMediaType)
      .serializer((body) => JSON.stringify(body))
      .send(document);
  };
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    // A path that cannot be one is a path where nothing is.
    if (error.validationContext === 'params') return notFound('There is nothing at this path.');
    return invalid(error.validation.flatMap((issue) => fieldErrors(issue, error.validationContext)));
  }
  const known = isFastifyError(error) ? refusals[error.code] : undefined;
  if (known) return new Problem(known);
  const status = isFastifyError(error) ? (error.statusCode ?? 500) : 500;
  if (status >= 400 && status < 500)
    return new Problem({ status, code: 'refused', title: 'Refused', detail: 'The request cannot be taken.' });
  if (isPassing(error))
    return new Problem(
      {
        status: 503,
        code: 'unavailable',
        title: 'Not now',
        detail: 'The database does not answer at the moment. Try again.',
        headers: { 'retry-after': '1' },
      },
      { cause: error },
    );
  return new Problem(
    { status: 500, code: 'internal', title: 'Something broke', detail: 'This is our fault. It has been logged.' },
    { cause: error },
  );
}

/** What the framework refuses by itself. */
const refusals: Readonly<Record<string, ConstructorParameters<typeof Problem>[0]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'media_type',
    title: 'Unsupported media type',
    detail: 'The body has a Content-Type that is not taken here; most routes take application/json.',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'too_large',
    title: 'Too large',
    detail: 'The body is larger than this route takes.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: malformed('The body is not JSON.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: malformed('The body is not as long as its Content-Length says.'),
};

function malformed(detail: string): ConstructorParameters<typeof Problem>[0] {
  return { status: 400, code: 'malformed', title: 'Malformed request', detail };
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/** An issue of a shape as errors of fields; one for each unknown field. */
function fieldErrors(
  issue: { readonly instancePath: string; readonly message?: string; readonly params: Record<string, unknown> },
  context: string | undefined,
): FieldError[] {
  const parts = issue.instancePath.split('/').filter((part) => part !== '');
  const { keys } = issue.params;
  if (Array.isArray(keys))
    return keys.map((key) => ({ path: fieldPath([...parts, String(key)], context), message: 'is not known here' }));
  return [{ path: fieldPath(parts, context), message: issue.message ?? 'does not fit' }];
}
