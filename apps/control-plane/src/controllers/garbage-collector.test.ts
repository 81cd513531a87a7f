import type { KubeObject } from '@gantry/api/meta/object-meta';
import { describe, expect, test } from 'vitest';
import { garbageCollector, type OwnershipView } from './garbage-collector.ts';
import type { Dependent, Owned } from './ownership.ts';
import { kindNamed, planCases, written } from './testing/plan-cases.ts';

const collector = garbageCollector([]);

interface WrittenView {
  uid: string;
  owner?: KubeObject;
  ancestors?: string[];
  dependents: { object: KubeObject; owners: Record<string, Dependent['owners'][number]['state']> }[];
}

const owned = (object: KubeObject): Owned => ({ kind: kindNamed(object.kind), object });

function viewOf({ uid, owner, ancestors, dependents }: WrittenView): OwnershipView {
  return {
    uid,
    ...(owner && { owner: owned(owner) }),
    ...(ancestors && { ancestors }),
    dependents: dependents.map(({ object, owners }) => ({
      ...owned(object),
      owners: (object.metadata.ownerReferences ?? []).map((reference) => ({
        reference,
        state: owners[reference.uid] ?? 'absent',
      })),
    })),
  };
}

describe('the garbage collector plans', () => {
  test.each(planCases('garbage-collector'))('$name', ({ input, output }) => {
    const { changes } = collector.plan(viewOf(input as unknown as WrittenView));
    expect(written(changes)).toEqual(output);
  });
});
