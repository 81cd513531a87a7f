// What kubectl learns of the server: version, kinds, groups, documentation of fields.
import { describe, expect, test } from 'vitest';
import { newest, versions } from './kubectl.ts';
import { cells, inDefault } from './namespace.ts';

describe.each(versions)('kubectl %s', (version) => {
  const k = inDefault(version);

  test('version says which Kubernetes is served', async () => {
    expect(await k.ok('version')).toMatch(/^Server Version: .*\bv1\.36\.0-gantry\b/m);
    const { serverVersion } = JSON.parse(await k.ok('version -o json'));
    expect(serverVersion).toMatchObject({ major: '1', minor: '36', gitVersion: 'v1.36.0-gantry' });
  });

  test('api-resources lists every kind with its short name and scope', async () => {
    const rows = cells(await k.ok('api-resources'));
    expect(rows[0]).toEqual(['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND']);
    expect(rows).toEqual(
      expect.arrayContaining([
        ['configmaps', 'cm', 'v1', 'true', 'ConfigMap'],
        ['events', 'ev', 'v1', 'true', 'Event'],
        ['namespaces', 'ns', 'v1', 'false', 'Namespace'],
        ['nodes', 'no', 'v1', 'false', 'Node'],
        ['pods', 'po', 'v1', 'true', 'Pod'],
        ['secrets', 'v1', 'true', 'Secret'],
        ['serviceaccounts', 'sa', 'v1', 'true', 'ServiceAccount'],
        ['leases', 'coordination.k8s.io/v1', 'true', 'Lease'],
      ]),
    );
  });

  test('api-resources selects by scope, group and verbs, and says names and categories', async () => {
    const cluster = (await k.ok('api-resources --namespaced=false -o name')).trim().split('\n');
    expect(cluster).toEqual(expect.arrayContaining(['namespaces', 'nodes']));
    expect(cluster).not.toContain('pods');
    expect(await k.ok('api-resources --api-group=coordination.k8s.io -o name')).toBe('leases.coordination.k8s.io\n');
    const wide = cells(await k.ok('api-resources -o wide'));
    const row = wide.find(([name]) => name === 'pods');
    expect(row?.slice(-2)).toEqual(['create,delete,deletecollection,get,list,patch,update,watch', 'all']);
    const deletable = await k.ok('api-resources --verbs=deletecollection -o name');
    expect(deletable).not.toContain('namespaces');
    expect(deletable).toContain('configmaps');
  });

  test('api-versions', async () => {
    const groups = (await k.ok('api-versions')).trim().split('\n');
    expect(groups).toEqual(expect.arrayContaining(['coordination.k8s.io/v1', 'v1']));
    expect(groups).toEqual(groups.toSorted());
  });

  test('explain a kind', async () => {
    const text = await k.ok('explain configmap');
    expect(text).toMatch(/^KIND: {7}ConfigMap\nVERSION: {4}v1\n\nDESCRIPTION:\n {4}\S.*\n/);
    const fields = [...text.matchAll(/^ {2}(\w+)\t<([^>]+)>/gm)].map(([, name, type]) => `${name} ${type}`);
    expect(fields).toEqual([
      'apiVersion string',
      'binaryData map[string]string',
      'data map[string]string',
      'immutable boolean',
      'kind string',
      'metadata ObjectMeta',
    ]);
  });

  test('explain a list of objects, with what is required', async () => {
    const text = await k.ok('explain pod.spec.containers');
    expect(text).toMatch(/^KIND: {7}Pod\nVERSION: {4}v1\n\nFIELD: containers <\[\]Container>( -required-)?\n/);
    for (const field of [
      'args\t<[]string>',
      'env\t<[]EnvVar>',
      'name\t<string> -required-',
      'ports\t<[]ContainerPort>',
    ]) {
      expect(text).toContain(`\n  ${field}\n`);
    }
    for (const field of ['livenessProbe\t<Probe>', 'resources\t<ResourceRequirements>', 'tty\t<boolean>']) {
      expect(text).toContain(`\n  ${field}\n`);
    }
  });

  test('explain one field, and of another group', async () => {
    const text = await k.ok('explain lease.spec.holderIdentity');
    expect(text).toMatch(/^GROUP: {6}coordination\.k8s\.io\nKIND: {7}Lease\nVERSION: {4}v1\n/);
    expect(text).toContain('\nFIELD: holderIdentity <string>\n');
  });

  test('explain --recursive', async () => {
    const text = await k.ok('explain pod --recursive');
    expect(text).toContain('\n  spec\t<PodSpec>\n    activeDeadlineSeconds\t<integer>\n');
    expect(text).toMatch(/\n {4}containers\t<\[\]Container> -required-\n {6}args\t<\[\]string>\n/);
    expect(text).toMatch(/\n {8}valueFrom\t<EnvVarSource>\n {10}configMapKeyRef\t<ConfigMapKeySelector>\n/);
  });

  test('explain says that a field does not exist', async () => {
    expect(await k.fails('explain pod.spec.nope')).toBe('error: field "nope" does not exist\n');
  });

  test('get --raw reads any path', async () => {
    expect(await k.ok('get --raw /healthz')).toBe('ok');
    expect(await k.ok('get --raw /livez')).toBe('ok');
    expect(await k.ok('get --raw /readyz?verbose')).toMatch(/readyz check passed\n$/);
    expect(JSON.parse(await k.ok('get --raw /api/v1/namespaces/default'))).toMatchObject({ kind: 'Namespace' });
    expect(await k.fails('get --raw /nope')).toBe(
      'Error from server (NotFound): the server could not find the requested resource\n',
    );
  });

  test('a kind that is not served', async () => {
    expect(await k.fails('get deployments')).toBe('error: the server doesn\'t have a resource type "deployments"\n');
  });
});

test('the newest kubectl is a tested one', () => {
  expect(versions).toContain(newest);
});
