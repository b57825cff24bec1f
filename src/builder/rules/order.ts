/**
 * Who moved, of those that are in both lists: the fewest whose moving explains the new order.
 *
 * Those that stay are a longest run that is in order in both, found by patience sorting.
 */
export function movedAmong(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const places = new Map(before.map((id, place) => [id, place]));
  const common = after.flatMap((id) => {
    const place = places.get(id);
    return place === undefined ? [] : [{ id, place }];
  });
  // For each length the run of that length that ends lowest; `previous` leads back through it.
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [index, { place }] of common.entries()) {
    const length = firstAtLeast(ends, place, (end) => common[end]?.place ?? 0);
    previous[index] = ends[length - 1];
    ends[length] = index;
  }
  const staying = new Set<string>();
  for (let index = ends.at(-1); index !== undefined; index = previous[index]) {
    const entry = common[index];
    if (entry !== undefined) staying.add(entry.id);
  }
  return new Set(common.flatMap(({ id }) => (staying.has(id) ? [] : [id])));
}

/** The first place in a sorted list whose value is not less. */
function firstAtLeast(list: readonly number[], value: number, valueOf: (item: number) => number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueOf(list[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
