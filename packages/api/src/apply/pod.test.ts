// Server-side apply on the schema of pods, with the server's defaults between the applies.
import { expect, it } from 'vitest';
import { Pod } from '../kinds/core/pod.ts';
import type { JsonObject } from '../patch/json-value.ts';
import { applyDefaults } from '../schema/defaulting.ts';
import { serverSideApply } from './merge.ts';

const start = Date.parse('2026-01-01T00:00:00Z');

const manifest = (containers: object[], spec: object = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default', labels: { app: 'web' } },
  spec: { containers, ...spec },
});

function apply(live: JsonObject | undefined, applied: JsonObject, manager = 'kubectl'): JsonObject {
  const write = { shape: Pod.shape, live, applied, manager, apiVersion: 'v1', force: false, now: start };
  const { object } = serverSideApply({ ...write, resetFields: [['status']] });
  return applyDefaults(Pod.shape, object);
}

const probe = { httpGet: { path: '/', port: 80 } };
const web = { name: 'web', image: 'nginx', ports: [{ containerPort: 80 }], livenessProbe: probe };

it('repeats an apply without a change, whatever defaults came in between', () => {
  const live = apply(undefined, manifest([web]));
  expect(live).toMatchObject({ spec: { restartPolicy: 'Always', containers: [{ ports: [{ protocol: 'TCP' }] }] } });
  expect(apply(live, manifest([web]))).toEqual(live);
});

it('gives the applier no defaults, and takes a field away with the defaults inside', () => {
  const live = apply(undefined, manifest([web]));
  const fields = JSON.stringify((live.metadata as JsonObject).managedFields);
  expect(fields).toContain('k:{\\"containerPort\\":80,\\"protocol\\":\\"TCP\\"}');
  expect(fields).not.toMatch(/restartPolicy|periodSeconds|f:protocol/);
  const { livenessProbe, ...plain } = web;
  const changed = apply(live, manifest([plain]));
  expect(JSON.stringify(changed.spec)).not.toContain('livenessProbe');
  expect(changed).toMatchObject({ spec: { containers: [{ name: 'web', image: 'nginx' }] } });
});

it('adds a sidecar by another manager and keeps it through the applies of the first', () => {
  const live = apply(undefined, manifest([web]));
  const both = apply(
    live,
    { ...manifest([{ name: 'log', image: 'busybox' }]), metadata: { name: 'web', namespace: 'default' } },
    'injector',
  );
  const again = apply(both, manifest([{ ...web, image: 'nginx:2' }]));
  expect(again).toMatchObject({
    spec: {
      containers: [
        { name: 'web', image: 'nginx:2' },
        { name: 'log', image: 'busybox' },
      ],
    },
  });
  const alone = apply(
    again,
    { ...manifest([]), metadata: { name: 'web', namespace: 'default' }, spec: undefined },
    'injector',
  );
  expect((alone.spec as { containers: { name: string }[] }).containers.map(({ name }) => name)).toEqual(['web']);
});

it('tells ports of one number by their protocol', () => {
  const ports = (...protocols: string[]) => protocols.map((protocol) => ({ containerPort: 53, protocol }));
  const live = apply(undefined, manifest([{ name: 'dns', image: 'dns', ports: ports('UDP', 'TCP') }]));
  const changed = apply(live, manifest([{ name: 'dns', image: 'dns', ports: ports('TCP') }]));
  expect(changed).toMatchObject({ spec: { containers: [{ ports: ports('TCP') }] } });
});
