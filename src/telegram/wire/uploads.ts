import { Pool, type Dispatcher } from 'undici';
import type { MultipartBody } from '../client-multipart.ts';
import { largestAnswer, type WireAnswer } from './answer.ts';
import { codeOf, WireFailure } from './failure.ts';

/** Uploads at once; each holds a file open. */
const connections = 20;

/** Sends forms with files, read while they are sent: seldom, so a library does it, over connections of its own. */
export interface Uploads {
  /** @throws WireFailure when no whole answer came. */
  post(path: string, form: MultipartBody, timeLimit: number, signal: AbortSignal | undefined): Promise<WireAnswer>;
  /** Fails what is under way. */
  close(): Promise<void>;
}

export function openUploads(origin: string): Uploads {
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    connect: { timeout: 5_000 },
    keepAliveTimeout: 30_000,
    // The time limit of each call is kept here, over all its stages.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    async post(path, { type, length, content }, timeLimit, signal) {
      const late = AbortSignal.timeout(timeLimit);
      const headers = { 'content-type': type, 'content-length': String(length) };
      try {
        const answer = await pool.request({
          path,
          method: 'POST',
          headers,
          body: content,
          signal: signal ? AbortSignal.any([signal, late]) : late,
        });
        return { status: answer.statusCode, body: await wholeBody(answer.body) };
      } catch (error) {
        if (signal?.aborted) throw new WireFailure('stopped');
        if (late.aborted) throw new WireFailure('time limit');
        if (error instanceof WireFailure || !(error instanceof Error)) throw error;
        throw new WireFailure(codeOf(error));
      }
    },
    close: () => pool.destroy(),
  };
}

async function wholeBody(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > largestAnswer) throw new WireFailure('answer too large');
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}
