// Starting a write over when somebody else wrote the same object in between.
import { setTimeout as wait } from 'node:timers/promises';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import { Raced, stillRaced } from './save.ts';

/** As often as Kubernetes starts a patch over. */
const attempts = 5;

/** Milliseconds before the second attempt, doubled for each further: another replica's write must arrive first. */
const firstPause = 5;

/**
 * Runs a write that reads the live object anew each time.
 * @throws StatusError 409 when others were faster every time
 */
export async function retryRaces<T>(
  { kind, name }: { kind: KindDefinition; name: string },
  write: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof Raced)) throw error;
    }
    if (attempt < attempts) await wait(firstPause * 2 ** (attempt - 1) * (1 + Math.random()));
  }
  throw stillRaced(kind, name);
}
