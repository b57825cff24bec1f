import type { CompiledMessage, SoundMessages } from './rules/compile.ts';

/** Enough for the largest configuration there can be, whose versions differ in a few messages. */
const most = 40_000;

/**
 * Keeps messages with which nothing was wrong, for compilations with the same options. Of ten thousand handlers most
 * of a compilation is their messages, and a publication changes a few.
 */
export function keepSoundMessages(): SoundMessages {
  let now = new Map<string, CompiledMessage>();
  let before: ReadonlyMap<string, CompiledMessage> = new Map();
  const keep = (key: string, message: CompiledMessage): void => {
    // What nobody asked for since the map was last full goes with the older one.
    if (now.size >= most) [before, now] = [now, new Map()];
    now.set(key, message);
  };
  return {
    get(key) {
      const known = now.get(key);
      if (known !== undefined) return known;
      const older = before.get(key);
      if (older !== undefined) keep(key, older);
      return older;
    },
    set: keep,
  };
}
