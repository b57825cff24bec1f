/** The configuration as a picture. */
import { z } from 'zod';
import type { Api } from '../../platform/http/api.ts';
import { notFound } from '../../platform/http/problem.ts';
import type { Checker } from '../checker.ts';
import { drawGraph, type DrawnGraph, type GraphDrawer } from '../draw-graph.ts';
import type { Queries } from '../../platform/database/database.ts';
import { textSchema } from '../schema.ts';
import { faultView, toFaultView } from './problem-view.ts';

export interface GraphRoutesDeps {
  readonly queries: Queries;
  readonly check: Checker;
  readonly draw: GraphDrawer;
}

const key = z.string().meta({ example: 'handler/12' });

const node = z.strictObject({
  key,
  kind: z.enum(['handler', 'callback', 'link']).meta({ description: '`link`: an address outside of the bot' }),
  id: z.string().meta({ description: 'Of the entry; empty for a link' }),
  name: z.string().meta({ description: 'A pattern, what a callback is called, an address' }),
  enabled: z.boolean(),
  opened: z.boolean().meta({ description: 'Whether the program opens it by itself' }),
  says: textSchema.nullable().meta({ description: 'How its message begins, without formatting' }),
  action: z.string().nullable().meta({ description: 'What it does first, by its name in the registry' }),
  keyboards: z.array(z.string()).meta({ description: 'Those it may show' }),
  problems: z.array(z.int()).meta({ description: 'Which of the problems are about it or its keyboards, from 0' }),
});

const place = z.union([
  z.strictObject({ shared: z.string().meta({ description: 'The name of a button that keyboards share' }) }),
  z.strictObject({ row: z.int(), column: z.int() }),
]);

const way = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('button'),
    label: textSchema,
    keyboard: z.string(),
    place,
    perhaps: z.boolean().meta({ description: 'Whether it depends on a value where it leads' }),
  }),
  z.strictObject({
    kind: z.literal('step'),
    action: z.string(),
    always: z.boolean().meta({ description: 'Whether it is always gone, and at once' }),
  }),
]);

export const graphView = z
  .strictObject({
    nodes: z.array(node),
    edges: z.array(z.strictObject({ from: key, to: key, ways: z.array(way) })),
    problems: z.array(faultView),
  })
  .meta({ id: 'ConfigurationGraph' });

export function mountGraphRoutes(api: Api, deps: GraphRoutesDeps): void {
  api.get(
    '/config/graph',
    {
      config: { needs: 'config:read' },
      schema: {
        tags: ['Configuration'],
        summary: 'Who leads where',
        description: 'Handlers, callbacks and addresses outside, and the buttons and steps between them.',
        querystring: z.strictObject({
          version: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).exactOptional().meta({
            description: 'A published version; without it the draft',
          }),
        }),
        response: { 200: graphView },
      },
    },
    async ({ query: { version } }) => {
      const drawn = await drawGraph(deps, version ?? 'draft');
      if (drawn === null)
        throw notFound(version === undefined ? 'The draft cannot be read by this program.' : `No version ${version}.`);
      return toGraphView(drawn);
    },
  );
}

function toGraphView({ nodes, edges, problems, ids }: DrawnGraph): z.infer<typeof graphView> {
  const faults = problems.map((problem) => toFaultView(problem, ids));
  const byEntry = Map.groupBy(faults.keys(), (index) => {
    const entry = faults[index]?.entry;
    return entry ? `${entry.kind}/${entry.id}` : '';
  });
  return {
    nodes: nodes.map(({ isOpened, keyboards, ...rest }) => ({
      ...rest,
      opened: isOpened,
      keyboards: [...keyboards],
      problems: [rest.key, ...keyboards.map((id) => `keyboard/${id}`)].flatMap((of) => byEntry.get(of) ?? []),
    })),
    edges: edges.map(({ from, to, ways }) => ({
      from,
      to,
      ways: ways.map((one) => {
        if (one.kind === 'step') return { kind: one.kind, action: one.action, always: one.isAlways };
        const { isPerhaps, ...button } = one;
        return { ...button, perhaps: isPerhaps };
      }),
    })),
    problems: faults,
  };
}
