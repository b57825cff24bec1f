import type { Language } from '../texts/language.ts';
import type { ExportedSession } from './rules/columns.ts';

/** What is known before the first session. */
export interface ExportHeader {
  readonly userId: string;
  readonly telegramId: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly from: Temporal.PlainDate | null;
  readonly to: Temporal.PlainDate | null;
  /** The moment up to which a running session counts. */
  readonly now: Temporal.Instant;
}

/** Writes sessions down in one format, page by page as they come, so that years need no more memory than a page. */
export interface ExportFormat {
  /** The end of the file's name. */
  readonly extension: string;
  /** The media type. */
  readonly type: string;
  write(header: ExportHeader, pages: AsyncIterable<readonly ExportedSession[]>): AsyncIterable<Uint8Array>;
}
