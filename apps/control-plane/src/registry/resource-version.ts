// Versions that clients hold: read, checked, and waited for when this replica has not seen them yet.
import { badRequest, StatusError } from '@gantry/api/meta/status-error';
import type { ObjectStore } from '@gantry/store/object-store';

/** Milliseconds a read waits for a version from another replica (apiserver's watch cache waits as long). */
const patience = 3000;

/** A resourceVersion as a number. @throws StatusError 400 */
export function parseResourceVersion(text: string): number {
  const value = /^\d{1,20}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  const reason = /^\d+$/.test(text) ? 'value out of range' : 'invalid syntax';
  throw badRequest(
    `invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(text)}: ` +
      `strconv.ParseUint: parsing ${JSON.stringify(text)}: ${reason}`,
  );
}

/** Waits until this replica has seen the version. @throws StatusError 504 when it does not come */
export async function waitFor(store: ObjectStore, revision: number): Promise<void> {
  if (revision <= store.revision) return;
  try {
    await store.caughtUp(revision, AbortSignal.timeout(patience));
  } catch (error) {
    if (revision <= store.revision) return;
    if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) {
      throw tooLarge(revision, store.revision);
    }
    throw error;
  }
}

const tooLarge = (asked: number, current: number): StatusError =>
  new StatusError('Timeout', `Timeout: Too large resource version: ${asked}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
