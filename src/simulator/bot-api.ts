import formbody from '@fastify/formbody';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Core } from './core.ts';
import type { Fault } from './faults.ts';
import { methods } from './methods/index.ts';
import { UPLOAD_BYTES } from './methods/media.ts';
import { Multipart, parseMultipart } from './multipart.ts';
import { Params } from './params.ts';
import { badRequest, Refusal, tooManyRequests } from './refusal.ts';

/** A file at its limit and the fields beside it. */
const BODY_BYTES = UPLOAD_BYTES + 1024 * 1024;

interface CallRoute {
  Params: { token: string; method: string };
}

/**
 * The Bot API: `/bot<token>/<method>` by GET and POST, in JSON, as a form or multipart, and `/file/bot<token>/<path>`.
 * Every answer has Telegram's shape, errors of the transport included.
 */
export function botApi(core: Core, token: string) {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
      try {
        done(null, body === '' ? {} : JSON.parse(String(body)));
      } catch {
        done(badRequest("can't parse JSON object"));
      }
    });
    await app.register(formbody, { bodyLimit: UPLOAD_BYTES });
    app.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'buffer', bodyLimit: BODY_BYTES },
      async (request: FastifyRequest, body: Buffer) => parseMultipart(body, request.headers['content-type'] ?? ''),
    );
    // Telegram reads no other kind of body, and refuses none.
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, {}));
    app.setErrorHandler<FastifyError | Refusal>((error, _request, reply) => refuse(reply, asRefusal(error)));
    app.setNotFoundHandler((_request, reply) => refuse(reply, new Refusal(404, 'Not Found')));

    app.route<CallRoute>({
      method: ['GET', 'POST'],
      url: '/bot:token/:method',
      bodyLimit: BODY_BYTES,
      handler: (request, reply) => {
        if (request.params.token !== token) throw new Refusal(401, 'Unauthorized');
        return answerCall(core, request, reply);
      },
    });
    app.get<{ Params: { token: string; '*': string } }>('/file/bot:token/*', (request, reply) => {
      const found = core.files.findByPath(request.params['*']);
      if (request.params.token !== token || found === undefined) throw new Refusal(404, 'Not Found');
      return reply
        .header('content-type', 'application/octet-stream')
        .header('x-content-type-options', 'nosniff')
        .send(found.bytes);
    });
  };
}

async function answerCall(core: Core, request: FastifyRequest<CallRoute>, reply: FastifyReply): Promise<FastifyReply> {
  const name = request.params.method.toLowerCase();
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method === undefined) throw new Refusal(404, 'Not Found');
  const params = readParams(request);
  const fault = core.faults.strike(name, params.text('chat_id'));
  if (fault?.do === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms));
  if (fault !== undefined && fault.do !== 'delay' && fault.carried_out !== true) return spoil(fault, reply);
  const result: unknown = await method(params, core, name === 'getupdates' ? goneSignal(reply) : undefined);
  if (fault !== undefined && fault.do !== 'delay') return spoil(fault, reply);
  return reply.send({ ok: true, result });
}

/** Aborted when the client goes away, so that a long poll does not eat the updates of the next one. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}

function spoil(fault: Exclude<Fault, { do: 'delay' }>, reply: FastifyReply): FastifyReply {
  if (fault.do === 'refuse') {
    if (fault.status === 429) throw tooManyRequests(fault.retry_after ?? 1);
    throw new Refusal(fault.status, STATUS_WORDS[fault.status] ?? 'Internal Server Error');
  }
  reply.hijack();
  reply.raw.destroy();
  return reply;
}

const STATUS_WORDS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

function readParams(request: FastifyRequest): Params {
  const query = asRecord(request.query);
  if (request.body instanceof Multipart) return new Params({ ...query, ...request.body.fields }, request.body.uploads);
  return new Params({ ...query, ...asRecord(request.body) });
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function asRefusal(error: FastifyError | Refusal): Refusal {
  if (error instanceof Refusal) return error;
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status === 413) return new Refusal(413, 'Request Entity Too Large');
  return status < 500 ? badRequest(error.message) : new Refusal(500, 'Internal Server Error');
}

function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.code(refusal.status).send(refusal.toBody());
}
