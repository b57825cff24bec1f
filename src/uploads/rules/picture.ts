/** Pictures that Telegram takes for photos, told by their first bytes: a name proves nothing. */
export type PictureType = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp';

/** Bytes that Telegram takes for a photo. */
export const MAX_PICTURE_BYTES = 10 * 1024 * 1024;

/** @returns null for what is none of these, or ends where a picture only begins. */
export function pictureType(bytes: Uint8Array): PictureType | null {
  if (bytes.length < 32) return null;
  const text = (from: number, to: number) => String.fromCodePoint(...bytes.subarray(from, to));
  if (text(0, 8) === '\u0089PNG\r\n\u001A\n' && text(12, 16) === 'IHDR') return 'image/png';
  if (text(0, 3) === '\u00FF\u00D8\u00FF') return 'image/jpeg';
  if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return 'image/gif';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  return null;
}

/** How a configuration names a picture that was uploaded: `upload:12`. */
export function uploadAddress(id: number): string {
  return `upload:${id}`;
}

/** @returns the picture's id; null for any other address. */
export function readUploadAddress(address: string): number | null {
  const [, id] = /^upload:([1-9]\d{0,14})$/.exec(address) ?? [];
  return id === undefined ? null : Number(id);
}
