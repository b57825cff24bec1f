import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { Question } from '../conversations.ts';

/** Where people are: so many different places, however many people. */
export interface OpenPlace {
  readonly config_version: number;
  readonly step: string;
  readonly frames: Question['frames'] | null;
}

/** The places of open questions that are not of this version. */
export async function readOpenPlaces(queries: Queries, version: number): Promise<readonly OpenPlace[]> {
  const { rows } = await sql<OpenPlace>`
    select distinct config_version, step, question -> 'frames' as frames
    from conversations where config_version <> ${version}::bigint`.execute(queries);
  return rows;
}

export interface Move {
  readonly place: OpenPlace;
  /** Null: the question ends. */
  readonly to: { readonly step: string; readonly frames: Question['frames'] | null } | null;
}

/** Takes everybody from each place to where it is in this version. */
export async function moveAll(queries: Queries, version: number, moves: readonly Move[]): Promise<void> {
  const json = (pick: (move: Move) => unknown) => moves.map((move) => JSON.stringify(pick(move) ?? null));
  await sql`
    with moves as (
      select * from unnest(${moves.map(({ place }) => place.config_version)}::bigint[],
        ${moves.map(({ place }) => place.step)}::text[], ${json(({ place }) => place.frames)}::jsonb[],
        ${moves.map(({ to }) => to?.step ?? null)}::text[], ${json(({ to }) => to?.frames)}::jsonb[]
      ) as m(config_version, step, frames, to_step, to_frames)
    ), ended as (
      delete from conversations c using moves m
      where m.to_step is null and c.config_version = m.config_version and c.step = m.step
        and coalesce(c.question -> 'frames', 'null') = m.frames
    )
    update conversations c set config_version = ${version}::bigint, step = m.to_step,
      question = case when c.question is null then null else jsonb_set(c.question, '{frames}', m.to_frames) end
    from moves m
    where m.to_step is not null and c.config_version = m.config_version and c.step = m.step
      and coalesce(c.question -> 'frames', 'null') = m.frames`.execute(queries);
}
