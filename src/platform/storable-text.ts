/** Whether PostgreSQL can keep it: its `text` and `jsonb` hold neither NUL nor half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** A text from outside as it can be kept: without NUL, and with «�» for half of a surrogate pair. */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
