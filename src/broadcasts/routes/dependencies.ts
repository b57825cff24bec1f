import type { FastifyRequest } from 'fastify';
import type { Problem as Fault } from '../../builder/rules/problems.ts';
import type { Language } from '../../texts/language.ts';
import type { Database } from '../../platform/database/database.ts';
import { notFound, Problem, type FieldError } from '../../platform/http/problem.ts';
import type { BroadcastDependencies } from '../broadcasts.ts';
import { presentProblem } from '../present.ts';
import { findBroadcast, type BroadcastRow } from '../store/broadcasts.ts';

export interface BroadcastRoutesDependencies extends Omit<BroadcastDependencies, 'queries'> {
  readonly database: Database;
  /** Of people who never said. */
  readonly defaultLanguage: Language;
}

/** @throws {Problem} 404 */
export async function broadcastOf(
  { database }: BroadcastRoutesDependencies,
  { id }: { readonly id: string },
): Promise<BroadcastRow> {
  const broadcast = await findBroadcast(database.queries, Number(id));
  if (!broadcast) throw noBroadcast();
  return broadcast;
}

export const noBroadcast = (): Problem => notFound('There is no such broadcast.');

export const subjectOf = ({ id }: Pick<BroadcastRow, 'id'>): string => `broadcast/${id}`;

/** Somebody else was first. */
export const changedMeanwhile = { detail: 'The broadcast was changed since you read it.' };

/** @param state what it is in. */
export function wrongState(state: BroadcastRow['state']): Problem {
  return new Problem({
    status: 409,
    code: 'broadcast_state',
    title: 'Not in this state',
    detail: `The broadcast is ${state}.`,
    members: { state },
  });
}

export function changedProblem(): Problem {
  return new Problem({
    status: 412,
    code: 'changed_meanwhile',
    title: 'Somebody else has changed this',
    ...changedMeanwhile,
  });
}

/** 422 with the places in the content, in `errors` as sentences and in `problems` whole. */
export function contentProblem(faults: readonly Fault[]): Problem {
  const errors = faults
    .filter(({ severity }) => severity === 'error')
    .map(presentProblem)
    .map(({ path, message, proposal }): FieldError => {
      const place = path === '' ? 'content' : `content.${path}`.replace('.[', '[');
      return { path: place, message: proposal === null ? message.en : `${message.en}. ${proposal.en}` };
    });
  return new Problem({
    status: 422,
    code: 'broadcast_content',
    title: 'The message cannot be sent',
    detail: 'Telegram would not take the message as it is.',
    errors,
    members: { problems: faults.map(presentProblem) },
  });
}

/** The administrator answerable for a request. */
export function adminOf({ principal }: Pick<FastifyRequest, 'principal'>): {
  readonly id: number;
  readonly name: string;
} {
  if (principal.kind === 'nobody') throw new Error('a route for administrators was reached by nobody');
  return { id: Number(principal.adminId), name: principal.name };
}
