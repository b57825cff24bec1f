/**
 * Keeps what was made for a key. `Intl` needs 0.1–1 ms to make a formatter and 10–30 µs to format one value, which
 * is a good part of what a whole update may cost; there are few different values, and they come again and again.
 * @param limit how many are kept; all are let go when there would be more
 */
export function kept<Key extends string | number, Value>(
  make: (key: Key) => Value,
  limit = 2_000,
): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    if (made.size >= limit) made.clear();
    const value = make(key);
    made.set(key, value);
    return value;
  };
}

/** `Intl` joins words with spaces that do not break; a message on a narrow screen had better break. */
export const withOrdinarySpaces = (text: string): string => text.replaceAll(/[\u00A0\u202F]/g, ' ');
