/** What a button that answers a question carries: which of the choices, and of which question. */
const shape = /^\?(\d{1,2})\.([0-9a-z]{1,8})$/;

/** @param index from 0. */
export function choiceData(index: number, token: string): string {
  return `?${index}.${token}`;
}

/** @returns null for what is the data of no choice. */
export function readChoiceData(data: string): { readonly index: number; readonly token: string } | null {
  const [, index, token] = shape.exec(data) ?? [];
  return index === undefined || token === undefined ? null : { index: Number(index), token };
}
