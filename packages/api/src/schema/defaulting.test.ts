import { expect, test } from 'vitest';
import { z } from 'zod';
import { applyDefaults } from './defaulting.ts';
import * as f from './field.ts';
import { objectShapeOf } from './shape.ts';

const probe = f.object('test.v1.Probe', 'Probe.', {
  periodSeconds: f.int32('Period.', { default: 10, minimum: 1 }),
  initialDelaySeconds: f.int32('Delay.', { minimum: 0 }),
});
const container = f.object('test.v1.Container', 'Container.', {
  image: f.text('Image.'),
  imagePullPolicy: f.text('Policy.', {
    enum: ['Always', 'IfNotPresent'],
    default: ({ image }) => (String(image).endsWith(':latest') ? 'Always' : 'IfNotPresent'),
  }),
  probe: f.ref(probe, 'Probe.'),
});
const spec = f.object('test.v1.Spec', 'Spec.', {
  restartPolicy: f.text('Policy.', { default: 'Always' }),
  copyOfPolicy: f.text('Copy.', { default: ({ restartPolicy }) => (restartPolicy === 'Always' ? 'yes' : undefined) }),
  securityContext: f.ref(f.object('test.v1.Security', 'Security.', { user: f.int64('User.') }), 'Security.', {
    default: {},
  }),
  containers: f.list(container, 'Containers.'),
  named: f.map(container, 'Named.'),
});
const shape = objectShapeOf(f.object('test.v1.Pod', 'Pod.', { spec: f.ref(spec, 'Spec.'), note: f.text('Note.') }));

test('fills every level in place, in the order of the fields', () => {
  const value = { spec: { containers: [{ image: 'a:latest', probe: {} }, { image: 'b:1' }], named: { c: {} } } };
  expect(applyDefaults(shape, value)).toBe(value);
  expect(value).toEqual({
    spec: {
      restartPolicy: 'Always',
      copyOfPolicy: 'yes',
      securityContext: {},
      containers: [
        { image: 'a:latest', imagePullPolicy: 'Always', probe: { periodSeconds: 10 } },
        { image: 'b:1', imagePullPolicy: 'IfNotPresent' },
      ],
      named: { c: { imagePullPolicy: 'IfNotPresent' } },
    },
  });
});

test('an absent parent without a default of its own stays absent', () => {
  expect(applyDefaults(shape, { note: 'x' })).toEqual({ note: 'x' });
});

test('what is set stays; Go counts an empty string and a zero below the minimum as unset', () => {
  const value = {
    spec: {
      restartPolicy: '',
      containers: [{ imagePullPolicy: '', probe: { periodSeconds: 0, initialDelaySeconds: 0 } }],
    },
  };
  applyDefaults(shape, value);
  expect(value.spec.restartPolicy).toBe('Always');
  expect(value.spec.containers).toEqual([
    { imagePullPolicy: 'IfNotPresent', probe: { periodSeconds: 10, initialDelaySeconds: 0 } },
  ]);
  expect(applyDefaults(shape, { spec: { restartPolicy: 'Never' } })).toEqual({
    spec: { restartPolicy: 'Never', securityContext: {} },
  });
});

test('a default handed out is not the one in the schema', () => {
  const first: Record<string, Record<string, unknown>> = { spec: {} };
  applyDefaults(shape, first);
  Object.assign(first.spec?.securityContext ?? {}, { user: 1 });
  expect(applyDefaults(shape, { spec: {} })).toMatchObject({ spec: { securityContext: {} } });
  expect(JSON.stringify(applyDefaults(shape, { spec: {} }))).not.toContain('user');
});

test('types that hold themselves', () => {
  interface Tree {
    kind?: string;
    children?: Tree[];
  }
  const tree: z.ZodType<Tree> = f.object('test.v1.Tree', 'Tree.', {
    kind: f.text('Kind.', { default: 'leaf' }),
    children: f.list(
      z.lazy(() => tree),
      'Children.',
    ),
  });
  expect(applyDefaults(objectShapeOf(tree), { children: [{ children: [{}] }] })).toEqual({
    kind: 'leaf',
    children: [{ kind: 'leaf', children: [{ kind: 'leaf' }] }],
  });
});
