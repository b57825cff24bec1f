/**
 * What stands behind a button: the data its author wrote, and a stamp that says for which version of the tracker
 * and of the configuration the button was made. Old buttons stay in chats for ever; the stamp tells them.
 *
 * A broadcast's button says which broadcast in place of the tracker's version: it is sent to everybody at once and
 * pressed days later, and means what it says whatever has been started since.
 */
export type ButtonStamp =
  | { readonly tracker: number; readonly config: number }
  | { readonly broadcast: number; readonly config: number };

/**
 * What is put behind the data of every button of a message: `tracker.pause` for tracker 12 and configuration 3 travels
 * as `tracker.pause#c.3`, of broadcast 12 as `tracker.pause#!c.3`.
 */
export function stampEnd(stamp: ButtonStamp): string {
  const mark = 'broadcast' in stamp ? `!${stamp.broadcast.toString(36)}` : stamp.tracker.toString(36);
  return `#${mark}.${stamp.config.toString(36)}`;
}

const stampPattern = /^#(!?)([0-9a-z]{1,10})\.([0-9a-z]{1,10})$/;

/** Reads what a press brings. Whatever has no stamp is data as a whole, rubbish included. */
export function readData(raw: string): { data: string; stamp: ButtonStamp | null } {
  const end = raw.lastIndexOf('#');
  const found = end === -1 ? null : stampPattern.exec(raw.slice(end));
  if (!found) return { data: raw, stamp: null };
  const [, isBroadcast, mark = '', version = ''] = found;
  const number = Number.parseInt(mark, 36);
  const config = Number.parseInt(version, 36);
  return { data: raw.slice(0, end), stamp: isBroadcast ? { broadcast: number, config } : { tracker: number, config } };
}
