import type { Desk, Write } from '../platform/database/batch.ts';
import { recomputeCells, type CellKey } from './store.ts';

/**
 * Cells that must be right in the very commit that changes their sessions: those of months that may be closed, on which
 * reports rely whatever queues do. Ordinary turns touch none.
 */
export class CellsDesk implements Desk {
  readonly #cells: CellKey[] = [];

  recompute(...cells: readonly CellKey[]): void {
    this.#cells.push(...cells);
  }

  writes(): readonly Write[] {
    return recomputeCells(this.#cells).map((statement, place) => ({
      name: `cells_${place}`,
      sql: statement,
      isLast: true,
    }));
  }
}

export const cellsDesk = (): CellsDesk => new CellsDesk();
