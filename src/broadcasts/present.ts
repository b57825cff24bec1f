import { formatPath, type Problem } from '../builder/rules/problems.ts';
import type { Broadcast, BroadcastLine, BroadcastReport, ContentProblem } from './schema.ts';
import type { BroadcastRow } from './store/broadcasts.ts';

/** A broadcast as lists show it. */
export function presentLine(row: BroadcastRow): BroadcastLine {
  return {
    id: String(row.id),
    name: row.name,
    state: row.state,
    author: row.author,
    created_at: row.created_at.toString(),
    starts_at: row.starts_at?.toString() ?? null,
    local_at: row.local_at,
    started_at: row.started_at?.toString() ?? null,
    finished_at: row.finished_at?.toString() ?? null,
    hold: row.state === 'paused' && row.held_for !== null ? { reason: row.held_for, words: row.held_words } : null,
    report: reportOf(row),
  };
}

/** @param problems of its content, where it was checked. */
export function presentBroadcast(row: BroadcastRow, problems: readonly Problem[]): Broadcast {
  const { content, segment, config_version } = row;
  return { ...presentLine(row), content, segment, config_version, problems: problems.map(presentProblem) };
}

export function presentProblem({ code, severity, path, message, proposal }: Problem): ContentProblem {
  return { code, severity, path: formatPath(path), message, proposal: proposal ?? null };
}

/** Who was erased meanwhile is in the total still, and is not waited for once it is over. */
function reportOf({ state, total, delivered, blocked, failed, clicked }: BroadcastRow): BroadcastReport {
  const sent = delivered + blocked + failed;
  const isOver = state === 'done' || state === 'stopped';
  return { total, waiting: isOver ? 0 : Math.max(0, total - sent), sent, delivered, blocked, failed, clicked };
}
