import { z } from 'zod';
import type { Api } from '../../platform/http/api.ts';
import { csvRow } from '../../platform/csv-row.ts';
import type { Table } from '../rules/tables.ts';

interface FiguresRoute<Query extends z.ZodRawShape, Shape extends z.ZodType> {
  /** Behind `/statistics/`. */
  readonly path: string;
  readonly summary: string;
  readonly query: Query;
  readonly shape: Shape;
  readonly answer: (query: z.output<z.ZodObject<Query>>) => Promise<z.input<Shape>>;
  readonly table: (figures: z.input<Shape>) => Table;
}

/** A path of figures, and beside it the same as a table: `/statistics/users` and `/statistics/users.csv`. */
export function figuresRoute<Query extends z.ZodRawShape, Shape extends z.ZodType>(
  api: Api,
  { path, summary, query, shape, answer, table }: FiguresRoute<Query, Shape>,
): void {
  const asked = z.strictObject(query);
  const config = { needs: 'statistics:read' } as const;
  // What `answer` gives is of this shape; the types of Fastify cannot follow a shape that is not known here.
  const response: { readonly 200: z.ZodType } = { 200: shape };
  const shared = { tags: ['Statistics of use'], querystring: asked };
  api.get(`/statistics/${path}`, { config, schema: { ...shared, summary, response } }, async (request) =>
    answer(asked.parse(request.query)),
  );
  api.get(
    `/statistics/${path}.csv`,
    {
      config,
      schema: {
        ...shared,
        summary: `${summary}, as a table`,
        produces: ['text/csv'],
        response: { 200: z.string().meta({ description: 'RFC 4180, UTF-8, with the names of the columns first' }) },
      },
    },
    async (request, reply) => {
      const { columns, rows } = table(await answer(asked.parse(request.query)));
      return (
        reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="${path}.csv"`)
          // Without the mark spreadsheets take Cyrillic for something else.
          .send(`\uFEFF${[columns, ...rows].map(csvRow).join('')}`)
      );
    },
  );
}
