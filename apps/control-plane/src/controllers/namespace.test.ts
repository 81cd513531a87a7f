import type { Namespace } from '@gantry/api/kinds/core/namespace';
import type { KubeObject } from '@gantry/api/meta/object-meta';
import { describe, expect, test } from 'vitest';
import { namespaceController } from './namespace.ts';
import { kindNamed, planCases, written } from './testing/plan-cases.ts';

const controller = namespaceController([]);

interface WrittenView {
  namespace: Namespace;
  contents: KubeObject[];
  now: string;
}

describe('the namespace controller plans', () => {
  test.each(planCases('namespace'))('$name', ({ input, output }) => {
    const { contents, ...view } = input as unknown as WrittenView;
    const { changes } = controller.plan({
      ...view,
      contents: contents.map((object) => ({ kind: kindNamed(object.kind), object })),
    });
    expect(written(changes)).toEqual(output);
  });
});
