import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Queries } from '../database/database.ts';
import type { Logger } from '../telemetry/logger.ts';
import { nobody, requireNeed, type Authenticate, type Need, type Principal } from './access.ts';
import { answerProblem } from './answer-problem.ts';
import type { ApiPlugin, AuditEntry } from './api.ts';
import { docsPage } from './docs-page.ts';
import { repeatAnswers } from './idempotency.ts';
import { openapiOptions } from './openapi.ts';
import { apiPrefix } from './paths.ts';
import { invalid, notFound, Problem } from './problem.ts';
import { unstorable } from './storable.ts';

export interface ApiOptions {
  readonly queries: Queries;
  readonly log: Logger;
  readonly authenticate: Authenticate;
  /** Keeps what `request.audit` is given. */
  readonly recordAudit: (principal: Principal, entry: AuditEntry) => Promise<void>;
  readonly features: readonly ApiPlugin[];
  /** Requests in ten seconds: of one principal, and of one address that is not signed in. */
  readonly limits?: { readonly principal: number; readonly address: number };
}

/** A route as it was registered: what the tests of access walk through. */
export interface MountedRoute {
  readonly method: string;
  /** With its prefix: `/api/v1/handlers/:id`. */
  readonly url: string;
  readonly needs: Need;
}

/**
 * Puts the API under `/api/v1`, in a context of its own: what listens to every request here costs nothing to the
 * bot's webhook on the same server.
 */
export async function mountApi(server: FastifyInstance, options: ApiOptions): Promise<readonly MountedRoute[]> {
  const routes: MountedRoute[] = [];
  await server.register(
    async (scope) => {
      await scope.register(helmet, helmetOptions);
      await scope.register(swagger, openapiOptions);
      await scope.register(docsPage);
      await scope.register(async (inner) => {
        const api = inner.withTypeProvider<ZodTypeProvider>();
        api.setValidatorCompiler(validatorCompiler);
        api.setSerializerCompiler(serializerCompiler);
        takeJsonOnly(inner);
        api.addHook('onRoute', (route) => {
          routes.push(...mountedRoutes(route));
        });
        await inner.register(cookie);
        await guard(inner, options);
        repeatAnswers(inner, options.queries);
        api.get(
          '/openapi.json',
          { config: { needs: 'nobody' }, schema: { hide: true } },
          // Serialised by hand: the shape of OpenAPI itself is not described here.
          async (_, reply) => reply.type('application/json').send(JSON.stringify(scope.swagger())),
        );
        for (const feature of options.features) await api.register(async (own) => feature(own));
      });
      refuseTheRest(scope, routes, options);
    },
    { prefix: apiPrefix },
  );
  return routes;
}

/** Bodies are JSON; an empty one is none, whatever it is said to be: many clients name a type out of habit. */
function takeJsonOnly(api: FastifyInstance): void {
  const parse = api.getDefaultJsonParser('error', 'error');
  api.removeAllContentTypeParsers();
  api.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body, done);
  });
}

/** Who sends it, how often, and whether they may. */
async function guard(api: FastifyInstance, { authenticate, recordAudit, limits, log }: ApiOptions): Promise<void> {
  const { principal: perPrincipal, address: perAddress } = limits ?? { principal: 3_000, address: 300 };
  await api.register(rateLimit, { global: false });
  const limitPrincipal = api.createRateLimit({
    max: perPrincipal,
    timeWindow: 10_000,
    keyGenerator: ({ principal }) => `${principal.kind}:${principal.id}`,
  });
  const limitAddress = api.createRateLimit({ max: perAddress, timeWindow: 10_000 });

  api.decorateRequest('principal');
  api.decorateRequest('traceId', '');
  api.decorateRequest('audit', function audit(this: FastifyRequest, entry: AuditEntry) {
    return recordAudit(this.principal, entry);
  });
  api.addHook('onRequest', async (request, reply) => {
    request.traceId = randomUUID();
    request.principal = nobody;
    reply.header('x-request-id', request.traceId).header('cache-control', 'no-store');
    const need = request.routeOptions.config.needs ?? 'sign-in';
    // A page that is open asks for no credentials, so stale ones do no harm either.
    const principal = need === 'nobody' ? nobody : await authenticate(request).catch(afterLimit(request));
    const isKnown = principal !== null && principal.kind !== 'nobody';
    if (isKnown) request.principal = principal;
    refuseOften(await (isKnown ? limitPrincipal : limitAddress)(request));
    requireNeed(principal, need);
  });
  api.addHook('preValidation', async ({ body, query }) => {
    const errors = [...unstorable(body, 'body'), ...unstorable(query, 'querystring')];
    if (errors.length > 0) throw invalid(errors);
  });
  api.addHook('onResponse', async ({ method, routeOptions, principal, traceId }, { statusCode, elapsedTime }) => {
    const who = principal.kind === 'nobody' ? {} : { [principal.kind]: principal.id };
    const line = {
      method,
      route: routeOptions.url,
      status: statusCode,
      ms: Math.round(elapsedTime),
      trace_id: traceId,
    };
    log.debug({ ...line, ...who }, 'a request of the API');
  });
  api.setErrorHandler(answerProblem(log));

  /** Guesses at credentials count against the address, too. */
  function afterLimit(request: FastifyRequest) {
    return async (refusal: unknown): Promise<never> => {
      refuseOften(await limitAddress(request));
      throw refusal;
    };
  }
}

function refuseOften(limit: {
  readonly isAllowed: boolean;
  readonly isExceeded?: boolean;
  readonly ttlInSeconds?: number;
}) {
  if (limit.isAllowed || limit.isExceeded !== true) return;
  throw new Problem({
    status: 429,
    code: 'too_often',
    title: 'Too many requests',
    detail: 'Too many requests at once. Wait a little.',
    headers: { 'retry-after': String(limit.ttlInSeconds ?? 1) },
  });
}

/** @throws where a route does not say who may: it would stand open. */
function mountedRoutes({ method, url, config }: RouteOptions): MountedRoute[] {
  const needs = config?.needs;
  if (needs === undefined) throw new Error(`${String(method)} ${url} does not say who may use it: give config.needs`);
  return [method].flat().map((one) => ({ method: one, url, needs }));
}

/** 404 for paths that are none, 405 for methods that a path does not have. */
function refuseTheRest(scope: FastifyInstance, routes: readonly MountedRoute[], { log }: ApiOptions): void {
  scope.setErrorHandler(answerProblem(log));
  // Before a body is read that nobody will look at.
  scope.addHook('onRequest', async (request) => {
    if (request.is404) throw refusal(request);
  });
  scope.setNotFoundHandler((request) => {
    throw refusal(request);
  });

  function refusal(request: FastifyRequest): Problem {
    const [path = ''] = request.url.split('?');
    const allowed = routes.filter(({ url }) => patternOf(url).test(path)).map(({ method }) => method);
    if (allowed.length === 0) return notFound('There is nothing at this path.');
    return new Problem({
      status: 405,
      code: 'method',
      title: 'Method not allowed',
      detail: `${request.method} is not possible here.`,
      headers: { allow: [...new Set(allowed)].toSorted().join(', ') },
    });
  }
}

function patternOf(url: string): RegExp {
  return new RegExp(`^${url.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/:\w+/g, '[^/]+')}/?$`);
}

/** Answers are data: no page may run, frame or embed them. The documentation's page says otherwise for itself. */
const helmetOptions = {
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  strictTransportSecurity: { maxAge: 180 * 24 * 3_600, includeSubDomains: false },
  referrerPolicy: { policy: 'no-referrer' as const },
  xFrameOptions: { action: 'deny' as const },
};
