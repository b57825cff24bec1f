import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, types } from '@electric-sql/pglite';

/** Runs the embedded database off the main thread: a long statement would stop the event loop there. */
export interface WorkerRequest {
  readonly id: number;
  readonly sql: string;
  /** Null for a text of several statements without values. */
  readonly values: readonly (string | null)[] | null;
}

export type WorkerReply =
  | { readonly id: number; readonly ok: true; readonly result: WorkerResult }
  | { readonly id: number; readonly ok: false; readonly error: DatabaseErrorFields };

/** What PostgreSQL says of an error; never the statement's values, which may be personal. */
export interface DatabaseErrorFields {
  readonly message: string;
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly constraint?: string;
  readonly table?: string;
}

export interface WorkerResult {
  readonly command: string;
  readonly rowCount: number;
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

const port = parentPort;
if (!port) throw new Error('this module runs in a worker thread');

const database = await PGlite.create(String(workerData.folder));
// Values cross as text both ways; the main thread reads them as it reads those of a real server.
const asText = (value: string): string => value;
const serializers = Object.fromEntries(Object.keys(types.serializers).map((key) => [key, asText]));
const parsers = Object.fromEntries(
  [...Object.keys(types.parsers), ...Object.keys(database.parsers)].map((key) => [key, asText]),
);

port.on('message', (requests: readonly WorkerRequest[]) => {
  // The database itself executes one statement after the other, in the order they come.
  for (const request of requests) void answer(request).then((reply) => port.postMessage(reply));
});
port.postMessage({ id: 0, ok: true, result: { command: 'READY', rowCount: 0, fields: [], rows: [] } });

async function answer({ id, sql, values }: WorkerRequest): Promise<WorkerReply> {
  try {
    if (sql === '') {
      await database.close();
      return { id, ok: true, result: { command: 'CLOSE', rowCount: 0, fields: [], rows: [] } };
    }
    if (values === null) {
      await database.exec(sql);
      return { id, ok: true, result: { command: 'EXEC', rowCount: 0, fields: [], rows: [] } };
    }
    const result = await database.query<(string | null)[]>(sql, [...values], {
      parsers,
      serializers,
      rowMode: 'array',
    });
    const command = result.command ?? '';
    const rowCount = command === 'SELECT' ? result.rows.length : (result.affectedRows ?? 0);
    return { id, ok: true, result: { command, rowCount, fields: result.fields, rows: result.rows } };
  } catch (error) {
    return { id, ok: false, error: errorFields(error) };
  }
}

function errorFields(error: unknown): DatabaseErrorFields {
  if (!(error instanceof Error)) return { message: String(error) };
  const fields = ['code', 'detail', 'hint', 'constraint', 'table'] as const;
  const said = fields
    .map((field) => [field, Reflect.get(error, field)])
    .filter(([, value]) => typeof value === 'string');
  return { message: error.message, ...Object.fromEntries(said) };
}
