/** What Slack answered instead of `ok: true`; fails when the call went through. */
export async function errorOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return typeof error === 'object' && error !== null && 'data' in error ? error.data : error;
  }
  throw new Error('The call was expected to be refused, and went through.');
}
