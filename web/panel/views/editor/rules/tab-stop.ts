/**
 * The row of a list that Tab leads to, the arrows to the others: where somebody stood last, else the open one, else the
 * first.
 *
 * @param rows in the order they are shown in
 */
export function tabStopOf(
  rows: readonly string[],
  { stood, open }: { readonly stood: string | null; readonly open: string | null },
): string | undefined {
  return rows.find((row) => row === stood) ?? rows.find((row) => row === open) ?? rows[0];
}
