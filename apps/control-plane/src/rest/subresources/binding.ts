// pods/<name>/binding: gives a pod its node.
import { jsonAnswer } from '../response/answer.ts';
import { writeContext } from '../write-options.ts';
import type { Subresource } from './subresource.ts';

const created = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };

export const binding: Subresource = {
  name: 'binding',
  operations: [
    {
      method: 'POST',
      verb: 'create',
      handler:
        ({ registry, parser }, { kind }) =>
        async (call) => {
          const context = writeContext(call, 'CreateOptions');
          const target = {
            kind,
            name: { namespace: call.namespace, name: call.name },
            subresource: 'binding' as const,
          };
          await registry.update(target, await parser.object(call.body), context);
          return jsonAnswer(created, 201);
        },
    },
  ],
  type: () => ({ group: '', version: 'v1', kind: 'Binding' }),
};
