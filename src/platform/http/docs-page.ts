import swaggerUi from '@fastify/swagger-ui';
import type { FastifyPluginAsync } from 'fastify';
import { apiPrefix } from './paths.ts';

/** The description of the API as a page to read and to try; everything it needs comes from here. */
export const docsPage: FastifyPluginAsync = async (scope) => {
  await scope.register(swaggerUi, {
    routePrefix: '/docs',
    indexPrefix: apiPrefix,
    staticCSP:
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
      "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    uiConfig: {
      layout: 'BaseLayout',
      docExpansion: 'list',
      deepLinking: true,
      displayRequestDuration: true,
      persistAuthorization: false,
    },
    theme: { title: 'Minuta: API' },
  });
};
