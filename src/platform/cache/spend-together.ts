import DataLoader from 'dataloader';
import type { BucketRules, Spent } from './bucket.ts';

type AskAll = (keys: readonly string[], rules: BucketRules) => Promise<readonly Spent[]>;

/** Keys asked about in one question at most: others get their turn in between. */
const atOnce = 500;

/**
 * Spends of many buckets in one question: whatever is asked for in one turn of the event loop. Each question costs this
 * process 20 to 60 µs, however much it asks, and a server takes the keys of one in their order.
 */
export function spendTogether(askAll: AskAll): (key: string, rules: BucketRules) => Promise<Spent> {
  /** By their rules, of which a process has a few. */
  const loaders = new Map<string, DataLoader<string, Spent>>();

  function loaderFor(rules: BucketRules): DataLoader<string, Spent> {
    const name = `${rules.rate} ${rules.burst}`;
    let loader = loaders.get(name);
    if (!loader) {
      loader = new DataLoader((keys) => askAll(keys, rules), {
        // Who asks twice spends twice.
        cache: false,
        maxBatchSize: atOnce,
        batchScheduleFn: (ask) => void setImmediate(ask),
      });
      loaders.set(name, loader);
    }
    return loader;
  }

  return (key, rules) => loaderFor(rules).load(key);
}
