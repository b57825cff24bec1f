/**
 * What stands behind a button: the data its author wrote, and a stamp that says for which version of the tracker
 * and of the configuration the button was made. Old buttons stay in chats for ever; the stamp tells them.
 */
export interface ButtonStamp {
  readonly tracker: number;
  readonly config: number;
}

/** `tracker.pause` for tracker 12 and configuration 3 travels as `tracker.pause#c.3`. */
export function stampData(data: string, stamp: ButtonStamp): string {
  return `${data}#${stamp.tracker.toString(36)}.${stamp.config.toString(36)}`;
}

/** Reads what a press brings. Whatever has no stamp is data as a whole, rubbish included. */
export function readData(raw: string): { data: string; stamp: ButtonStamp | null } {
  const found = /^(.*)#([0-9a-z]{1,10})\.([0-9a-z]{1,10})$/s.exec(raw);
  if (!found) return { data: raw, stamp: null };
  const [, data = '', tracker = '', config = ''] = found;
  return { data, stamp: { tracker: Number.parseInt(tracker, 36), config: Number.parseInt(config, 36) } };
}
