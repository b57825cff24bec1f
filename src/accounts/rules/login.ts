/** A login as it is compared: without regard to case or to how its letters are composed. */
export function loginKey(login: string): string {
  return login.trim().normalize('NFC').toLowerCase();
}
