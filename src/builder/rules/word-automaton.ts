/**
 * Finds the longest of many words at a text's beginning or anywhere in it, in one pass (Aho and Corasick).
 * Trying ten thousand words one by one costs as much as ten thousand messages; a pass costs the same for ten.
 */
export interface WordAutomaton {
  /** The number of the longest word that `text` begins with, or -1. */
  longestPrefix(text: string): number;
  /** The number of the longest word anywhere in `text`, the lowest number among equals, or -1. */
  longestWithin(text: string): number;
  /** The numbers of all words that stand somewhere in `text`, in no order. */
  allWithin(text: string): ReadonlySet<number>;
}

const ROOT = 0;

/** The words must differ from one another and not be empty; a word's number is its place in the list. */
export function createWordAutomaton(words: readonly string[]): WordAutomaton {
  // Only the letters that occur in words get a symbol, so that a node and a symbol fit one small integer key.
  const symbols = new Map<number, number>();
  for (const word of words) {
    for (let index = 0; index < word.length; index++) {
      const unit = word.charCodeAt(index);
      if (!symbols.has(unit)) symbols.set(unit, symbols.size);
    }
  }
  const width = Math.max(symbols.size, 1);
  const next = new Map<number, number>();
  /** The word that ends at a node. */
  const ends: number[] = [-1];

  for (const [number, word] of words.entries()) {
    let node = ROOT;
    for (let index = 0; index < word.length; index++) {
      const key = node * width + (symbols.get(word.charCodeAt(index)) ?? 0);
      let target = next.get(key);
      if (target === undefined) {
        target = ends.length;
        ends.push(-1);
        next.set(key, target);
      }
      node = target;
    }
    ends[node] = number;
  }

  const fails = linkFails(next, ends.length, width);
  /** The longest word that ends at a node or at what it falls back to. */
  const best = Int32Array.from(ends);
  /** Where a node's text ends with a shorter word: the node of the longest such, or the root. */
  const shorter = new Int32Array(ends.length);
  // A node falls back to a shallower one, and `fails.order` is by depth, so that one is settled already.
  for (const node of fails.order) {
    const suffix = fails.link[node] ?? ROOT;
    if (best[node] === -1) best[node] = best[suffix] ?? -1;
    shorter[node] = ends[suffix] === -1 ? (shorter[suffix] ?? ROOT) : suffix;
  }

  return {
    allWithin(text) {
      const found = new Set<number>();
      let node = ROOT;
      for (let index = 0; index < text.length; index++) {
        const symbol = symbols.get(text.charCodeAt(index));
        node = symbol === undefined ? ROOT : step(next, fails.link, width, node, symbol);
        // A word that was found brought its shorter ones with it.
        for (let at = node; at !== ROOT; at = shorter[at] ?? ROOT) {
          const end = ends[at] ?? -1;
          if (found.has(end)) break;
          if (end !== -1) found.add(end);
        }
      }
      return found;
    },

    longestPrefix(text) {
      let found = -1;
      let node = ROOT;
      for (let index = 0; index < text.length; index++) {
        const symbol = symbols.get(text.charCodeAt(index));
        const target = symbol === undefined ? undefined : next.get(node * width + symbol);
        if (target === undefined) break;
        node = target;
        const end = ends[node] ?? -1;
        if (end !== -1) found = end;
      }
      return found;
    },

    longestWithin(text) {
      let found = -1;
      let length = 0;
      let node = ROOT;
      for (let index = 0; index < text.length; index++) {
        const symbol = symbols.get(text.charCodeAt(index));
        if (symbol === undefined) {
          node = ROOT;
          continue;
        }
        node = step(next, fails.link, width, node, symbol);
        const here = best[node] ?? -1;
        if (here === -1) continue;
        const hereLength = words[here]?.length ?? 0;
        if (hereLength > length || (hereLength === length && here < found)) {
          found = here;
          length = hereLength;
        }
      }
      return found;
    },
  };
}

function step(next: Map<number, number>, link: Int32Array, width: number, from: number, symbol: number): number {
  let node = from;
  for (;;) {
    const target = next.get(node * width + symbol);
    if (target !== undefined) return target;
    if (node === ROOT) return ROOT;
    node = link[node] ?? ROOT;
  }
}

/** For each node the longest proper suffix that is a node too, and the nodes in order of depth. */
function linkFails(next: Map<number, number>, nodes: number, width: number): { link: Int32Array; order: number[] } {
  const children: { symbol: number; node: number }[][] = Array.from({ length: nodes }, () => []);
  for (const [key, node] of next) children[Math.floor(key / width)]?.push({ symbol: key % width, node });
  const link = new Int32Array(nodes);
  const order = (children[ROOT] ?? []).map(({ node }) => node);
  for (let index = 0; index < order.length; index++) {
    const parent = order[index] ?? ROOT;
    for (const { symbol, node } of children[parent] ?? []) {
      link[node] = step(next, link, width, link[parent] ?? ROOT, symbol);
      order.push(node);
    }
  }
  return { link, order };
}
