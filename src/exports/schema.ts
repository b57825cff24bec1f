import { z } from 'zod';

export const exportFormats = ['csv', 'xlsx', 'json'] as const;
export type ExportFormatName = (typeof exportFormats)[number];

/** What is asked for, as it lies in the job. Days are those on which sessions began. */
export const exportArguments = z.strictObject({
  format: z.enum(exportFormats),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
export type ExportArguments = z.infer<typeof exportArguments>;

/** The kind of these jobs. */
export const exportKind = 'export';
