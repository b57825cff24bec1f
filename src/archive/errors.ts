/** What lies in the archive is not what was put there. */
export class DamagedArchive extends Error {
  override readonly name = 'DamagedArchive';
  readonly code = 'archive.damaged';
}
