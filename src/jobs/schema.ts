import { z } from 'zod';

const moment = z.iso.datetime();

/** A job as the API shows it. */
export const jobShape = z
  .strictObject({
    id: z.guid(),
    kind: z.string().meta({ example: 'export' }),
    user_id: z.string().nullable(),
    status: z.enum(['queued', 'running', 'done', 'failed']),
    progress: z.int().min(0).max(100).meta({ description: 'In percent' }),
    file: z
      .strictObject({
        url: z.string().meta({ description: 'Where it can be fetched', example: '/api/v1/jobs/…/file' }),
        name: z.string(),
        type: z.string(),
        size: z.int().min(0).meta({ description: 'In bytes' }),
        expires_at: moment,
      })
      .nullable()
      .meta({ description: 'What it has made, while that lasts' }),
    file_url: z.string().nullable().meta({
      description: 'A path where whoever knows it can fetch the file without signing in, until it expires',
      example: '/files/…/…/minuta-2026-11-22.csv',
    }),
    error: z.string().nullable().meta({ description: 'The code that finds the log, of one that failed' }),
    created_at: moment,
    started_at: moment.nullable(),
    finished_at: moment.nullable(),
  })
  .meta({ id: 'Job' });
