/**
 * Whether a type of event is one of those a subscription names.
 *
 * @param types as routing keys: `*` stands for one word of a type, `session.*` for every `session.…`.
 */
export function isAmong(type: string, types: readonly string[]): boolean {
  const words = type.split('.');
  return types.some((wanted) => {
    const pattern = wanted.split('.');
    return pattern.length === words.length && pattern.every((word, i) => word === '*' || word === words[i]);
  });
}
