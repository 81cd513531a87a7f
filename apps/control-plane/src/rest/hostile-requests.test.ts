// Requests made to harm: rights smuggled past a limit, and bodies whose work would keep everybody else waiting.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestControlPlane } from './testing/control-plane-process.ts';
import type { HttpsClient } from './testing/https-client.ts';

let plane: TestControlPlane;
let admin: HttpsClient;

const configMaps = '/api/v1/namespaces/default/configmaps';

beforeAll(async () => {
  plane = await TestControlPlane.start();
  admin = await plane.administrator();
});

afterAll(async () => {
  await plane.stop();
});

test('no header is overlooked because there were many before it', async () => {
  const many = Object.fromEntries(Array.from({ length: 2100 }, (_, index) => [`a${index.toString(36)}`, '']));
  expect((await admin.send('/api', { headers: many })).status).toBe(200);
  const answer = await admin.send('/api', { headers: { ...many, 'impersonate-user': 'jane' } });
  expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('impersonation')]);
});

test('what a patch may make of an object is bounded like a body', async () => {
  const metadata = { name: 'grown', annotations: { a: '' } };
  await admin.post(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata });
  const chunk = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, '']));
  const copies = Array.from({ length: 20 }, (_, index) => ({ op: 'copy', from: '/data', path: `/copy${index}` }));
  const body = [{ op: 'add', path: '/data', value: chunk }, ...copies];
  const answer = await admin.patch(`${configMaps}/grown`, { type: 'application/json-patch+json', body });
  expect([answer.status, JSON.parse(answer.text).reason]).toEqual([413, 'RequestEntityTooLarge']);
  expect(answer.text).toContain('it holds more than 20000 values');
});

test('a refused request that still has much to send loses its connection; a small one keeps it', async () => {
  const nobody = await plane.anonymous();
  const refused = (bytes: number) =>
    nobody.send(configMaps, { method: 'POST', body: 'x'.repeat(bytes), headers: { 'content-length': String(bytes) } });
  expect((await refused(10)).headers.connection).toBe('keep-alive');
  const large = await refused(2_000_000);
  expect([large.status, large.headers.connection]).toEqual([403, 'close']);
});

test('a namespace asked for by a name that no namespace can have is empty, and is not all of them', async () => {
  for (const name of ['one', 'two'])
    await admin.post(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  // A page with more behind it: its snapshot is kept for the next.
  const everywhere = await admin.json('/api/v1/configmaps?limit=1');
  expect(everywhere.items.length).toBe(1);
  const { resourceVersion } = everywhere.metadata;
  const exact = `resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`;
  expect((await admin.json(`/api/v1/namespaces/*/configmaps?${exact}`)).items).toEqual([]);
});
