// Every subresource, one line each.
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import { binding } from './binding.ts';
import { finalize } from './finalize.ts';
import { status } from './status.ts';
import type { Subresource } from './subresource.ts';
import { token } from './token.ts';

const subresources: readonly Subresource[] = [status, finalize, binding, token];

/** The subresources a kind states. @throws TypeError for one that nobody serves */
export function subresourcesOf(kind: KindDefinition): readonly Subresource[] {
  return (kind.subresources ?? []).map((name) => {
    const found = subresources.find((subresource) => subresource.name === name);
    if (!found) throw new TypeError(`${kind.resource} states the subresource ${name}, which is not served`);
    return found;
  });
}
