/** Why a release is not taken back, as the end of a sentence that begins with Helm; nothing was changed. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}
