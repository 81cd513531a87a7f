// Discovery and OpenAPI on the wire, in every form that clients ask for.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestControlPlane } from '../testing/control-plane-process.ts';
import type { HttpsClient } from '../testing/https-client.ts';

let plane: TestControlPlane;
let admin: HttpsClient;

beforeAll(async () => {
  plane = await TestControlPlane.start();
  admin = await plane.administrator();
});

afterAll(async () => {
  await plane.stop();
});

test('discovery answers in the version asked for', async () => {
  const aggregated = (version: string) =>
    `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
  for (const version of ['v2', 'v2beta1']) {
    const answer = await admin.send('/api', { headers: { accept: `${aggregated(version)},application/json` } });
    expect(answer.headers['content-type']).toBe(aggregated(version));
    const document = JSON.parse(answer.text);
    expect(document).toMatchObject({ kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}` });
    const pods = document.items[0].versions[0].resources.find(
      ({ resource }: { resource: string }) => resource === 'pods',
    );
    expect(pods).toMatchObject({
      responseKind: { group: '', version: 'v1', kind: 'Pod' },
      scope: 'Namespaced',
      singularResource: 'pod',
      shortNames: ['po'],
      categories: ['all'],
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    });
    const { etag = '' } = answer.headers;
    const again = await admin.send('/api', { headers: { accept: aggregated(version), 'if-none-match': etag } });
    expect(again).toMatchObject({ status: 304, text: '' });
  }
  const both = await admin.send('/apis', { headers: { accept: `${aggregated('v2')},${aggregated('v2beta1')}` } });
  expect(both.headers['content-type']).toBe(aggregated('v2'));
  expect(await admin.json('/api')).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
  expect(await admin.json('/apis')).toMatchObject({
    kind: 'APIGroupList',
    groups: [{ name: 'coordination.k8s.io', preferredVersion: { groupVersion: 'coordination.k8s.io/v1' } }],
  });
  expect(await admin.json('/apis/coordination.k8s.io')).toMatchObject({
    kind: 'APIGroup',
    name: 'coordination.k8s.io',
  });
  const { resources } = await admin.json('/api/v1');
  const token = resources.find(({ name }: { name: string }) => name === 'serviceaccounts/token');
  expect(token).toMatchObject({
    group: 'authentication.k8s.io',
    version: 'v1',
    kind: 'TokenRequest',
    verbs: ['create'],
  });
});

test('OpenAPI: index with hashes, documents, and five bytes for old clients', async () => {
  const { paths } = await admin.json('/openapi/v3');
  expect(Object.keys(paths).sort()).toEqual(['api/v1', 'apis/coordination.k8s.io/v1']);
  const document = await admin.json(paths['api/v1'].serverRelativeURL);
  const patch = document.paths['/api/v1/namespaces/{namespace}/pods/{name}'].patch;
  expect(patch['x-kubernetes-group-version-kind']).toEqual({ group: '', version: 'v1', kind: 'Pod' });
  expect(patch['x-kubernetes-action']).toBe('patch');
  const names = patch.parameters.map(({ name }: { name: string }) => name);
  expect(names).toEqual(expect.arrayContaining(['dryRun', 'fieldManager', 'fieldValidation', 'force']));
  const text = JSON.stringify(document);
  const wanted = new Set([...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, id]) => id));
  for (const id of wanted) expect(Object.keys(document.components.schemas)).toContain(id);
  for (const spelling of ['spec.v2@v1.0', 'spec.v2.v1.0']) {
    const accept = `application/com.github.proto-openapi.${spelling}+protobuf`;
    const stub = await admin.send('/openapi/v2', { headers: { accept } });
    expect(stub.bytes).toEqual(Buffer.from('0a03322e30', 'hex'));
  }
  expect(await admin.json('/openapi/v2', { headers: { accept: 'application/json' } })).toMatchObject({
    swagger: '2.0',
  });
});
