/** Which way to each screen is its own: the shortest from anything that people can do. */

export interface Ways {
  readonly nodes: readonly { readonly key: string; readonly isStart: boolean; readonly isOpened: boolean }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export interface Forest {
  readonly roots: readonly string[];
  readonly children: ReadonlyMap<string, readonly string[]>;
}

/**
 * Every node once: below the start that reaches it in the fewest steps, else below what the program opens by itself;
 * what nothing reaches stands by itself. In the order of the document.
 */
export function treeOf({ nodes, edges }: Ways): Forest {
  const targets = Map.groupBy(edges, ({ from }) => from);
  const known = new Set(nodes.map(({ key }) => key));
  const reached = new Set<string>();
  const roots: string[] = [];
  const children = new Map<string, string[]>();

  function grow(starts: readonly string[]): void {
    const fresh = starts.filter((key) => !reached.has(key));
    roots.push(...fresh);
    for (const key of fresh) reached.add(key);
    // Grows while it is gone through: all starts take a step before any takes two.
    const queue = [...fresh];
    for (const from of queue)
      for (const { to } of targets.get(from) ?? []) {
        if (reached.has(to) || !known.has(to)) continue;
        reached.add(to);
        const below = children.get(from);
        if (below === undefined) children.set(from, [to]);
        else below.push(to);
        queue.push(to);
      }
  }

  grow(nodes.filter(({ isStart }) => isStart).map(({ key }) => key));
  grow(nodes.filter(({ isOpened }) => isOpened).map(({ key }) => key));
  for (const { key } of nodes) grow([key]);
  return { roots, children };
}
