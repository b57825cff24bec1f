/** Who came to one thing on one day, as `statistics_moments` keeps it. */
export interface PackedMoments {
  readonly thing: number;
  /** The first moment of the day, in milliseconds since 1970. */
  readonly day: number;
  /** Twelve bytes each, in order of time: the person's id in eight, the milliseconds of the day in four. */
  readonly moments: Uint8Array;
}

const [length, idBytes, halfOfId] = [12, 8, 2 ** 32];

/** Goes through packed moments of one day in order of time. @param take told of each, as `Funnel` takes them. */
export function mergeMoments(
  packed: readonly PackedMoments[],
  take: (userId: number, thing: number, at: number) => void,
): void {
  const lists = packed.map(({ thing, day, moments }) => {
    const view = new DataView(moments.buffer, moments.byteOffset, moments.byteLength);
    return { thing, day, view, offset: 0, next: momentAt(view, 0) };
  });
  for (;;) {
    let first = lists[0];
    for (const list of lists) if (first && list.next < first.next) first = list;
    if (!first || first.next === Infinity) return;
    const { thing, day, view, offset, next } = first;
    take(view.getUint32(offset) * halfOfId + view.getUint32(offset + 4), thing, day + next);
    first.offset = offset + length;
    first.next = momentAt(view, first.offset);
  }
}

function momentAt(view: DataView, offset: number): number {
  return offset < view.byteLength ? view.getUint32(offset + idBytes) : Infinity;
}
