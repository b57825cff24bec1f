/**
 * A password that somebody else made, between signing in with it and choosing another. It is typed once: it stays in
 * memory until then and goes nowhere else.
 */
let typed = '';

export function noteTyped(password: string): void {
  typed = password;
}

export const typedPassword = (): string => typed;

const storedAs = 'minuta.password-later';

/** Whether they have said «later», in this tab. */
export const isPutOff = (): boolean => sessionStorage.getItem(storedAs) !== null;

export function putOff(): void {
  typed = '';
  sessionStorage.setItem(storedAs, 'yes');
}
