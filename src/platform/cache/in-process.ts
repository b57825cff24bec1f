import type { Cache } from './cache.ts';

/** A cache for a process that has no Redis: of its own, always there, gone when it ends. */
export function createInProcessCache(): Cache {
  const values = new Map<string, string>();
  const listeners = new Map<string, ((message: string) => void)[]>();
  return {
    isShared: false,
    isAvailable: () => true,
    read: async (keys) => keys.map((key) => values.get(key) ?? null),
    has: async (keys) => keys.map((key) => values.has(key)),
    async write(entries) {
      for (const [key, value] of entries) values.set(key, value);
    },
    async delete(keys) {
      for (const key of keys) values.delete(key);
    },
    keysOf: async (prefix) => new Set([...values.keys()].filter((key) => key.startsWith(prefix))),
    async tell(channel, message) {
      // Heard in a turn of its own, as it would be from a server.
      for (const onMessage of listeners.get(channel) ?? []) setImmediate(onMessage, message);
    },
    listen(channel, onMessage) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), onMessage]);
    },
    async close() {
      values.clear();
      listeners.clear();
    },
  };
}
