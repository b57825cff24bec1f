import { z } from 'zod';
import { archivedTables } from './rules/layout.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A part as the manifest lists it. */
export const partShape = z.object({
  key: z.string(),
  blocks: z.int().min(1),
  rows: z.int().min(1),
  bytes: z.int().min(1),
  sha256,
});
export type Part = z.infer<typeof partShape>;

/** `manifest.json`: what lies beside it. `docs/archive.md` explains each field. */
export const manifestShape = z.object({
  format: z.literal('minuta-archive'),
  version: z.literal(1),
  table: z.enum(archivedTables),
  month: z.string().regex(/^\d{4}-\d{2}$/),
  run: z.uuid(),
  created_at: z.string(),
  program: z.string(),
  storage_class: z.string().nullable(),
  compression: z.literal('gzip'),
  cipher: z.literal('aes-256-gcm'),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.int().min(1),
  people: z.int().min(0),
  digest: z.string(),
  parts: z.array(partShape).min(1),
});
export type Manifest = z.infer<typeof manifestShape>;

/** The line of JSON before each block. */
export const blockHeaderShape = z.object({
  key: z.uuid(),
  rows: z.int().min(1),
  bytes: z.int().min(1),
  nonce: z.string().regex(/^[0-9a-f]{24}$/),
  tag: z.string().regex(/^[0-9a-f]{32}$/),
});
export type BlockHeader = z.infer<typeof blockHeaderShape>;
