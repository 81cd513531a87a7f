// The REST face on the wire: statuses, content types, watches, tables, discovery. Expectations come from Kubernetes'
// documentation and source, not from this server.
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestControlPlane } from './testing/control-plane-process.ts';
import { type HttpsClient, watchEvents } from './testing/https-client.ts';

let plane: TestControlPlane;
let admin: HttpsClient;
let anonymous: HttpsClient;

const configMaps = '/api/v1/namespaces/default/configmaps';
const configMap = (name: string, data: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});

beforeAll(async () => {
  plane = await TestControlPlane.start(async (home) => {
    const pki = join(home, 'pki');
    await mkdir(pki, { mode: 0o700 });
    await writeFile(join(pki, 'tokens.csv'), 's3cret,jane,1001,"team-a,team-b"\nr00t,root,0,"system:masters"\n');
    await chmod(join(pki, 'tokens.csv'), 0o600);
  });
  admin = await plane.administrator();
  anonymous = await plane.anonymous();
});

afterAll(async () => {
  await plane.stop();
});

const status = (code: number, reason: string, message: unknown) =>
  expect.objectContaining({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message });

async function expectStatus(answer: Promise<{ status: number; text: string }>, wanted: ReturnType<typeof status>) {
  const { text, status: code } = await answer;
  expect(JSON.parse(text)).toEqual(wanted);
  expect(code).toBe(JSON.parse(text).code);
}

test('health and version are public, everything else is not', async () => {
  for (const path of ['/livez', '/readyz', '/healthz', '/readyz/store']) {
    expect(await anonymous.send(path)).toMatchObject({ status: 200, text: 'ok' });
  }
  expect((await anonymous.send('/readyz?verbose')).text).toBe(
    '[+]ping ok\n[+]store ok\n[+]shutdown ok\nreadyz check passed\n',
  );
  expect(await anonymous.json('/version')).toMatchObject({ major: '1', minor: '36', gitVersion: 'v1.36.0-gantry' });
  for (const path of ['/api', '/apis', '/openapi/v3', '/openapi/v2', '/', '/nope', '/metrics', '/readyzx']) {
    await expectStatus(
      anonymous.send(path),
      status(403, 'Forbidden', `forbidden: User "system:anonymous" cannot get path "${path}"`),
    );
  }
});

test("refusals are in Kubernetes' words", async () => {
  const cannot = (rest: string) => status(403, 'Forbidden', `${rest}`);
  await expectStatus(
    anonymous.send('/api/v1/namespaces/default/pods'),
    cannot(
      'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "default"',
    ),
  );
  await expectStatus(
    anonymous.send('/apis/coordination.k8s.io/v1/leases?watch=1'),
    cannot(
      'leases.coordination.k8s.io is forbidden: User "system:anonymous" cannot watch resource "leases" in API group "coordination.k8s.io" at the cluster scope',
    ),
  );
  await expectStatus(
    anonymous.send('/api/v1/namespaces/default/pods/x/status', { method: 'PUT' }),
    cannot(
      'pods "x" is forbidden: User "system:anonymous" cannot update resource "pods/status" in API group "" in the namespace "default"',
    ),
  );
});

test('bad credentials are 401, also on public paths, and never taken from the query', async () => {
  for (const token of ['wrong', 's3cre', 'a.b.c', 'x'.repeat(5000)]) {
    const client = await plane.withToken(token);
    await expectStatus(client.send('/version'), status(401, 'Unauthorized', 'Unauthorized'));
  }
  expect((await anonymous.send('/api?access_token=r00t&token=r00t')).status).toBe(403);
  const impersonating = admin.send('/api', { headers: { 'impersonate-user': 'jane' } });
  await expectStatus(impersonating, status(403, 'Forbidden', expect.stringContaining('impersonation')));
});

test('tokens of the token file say who asks and in which groups', async () => {
  const jane = await plane.withToken('s3cret');
  expect((await jane.send('/apis')).status).toBe(200);
  await expectStatus(
    jane.send('/api/v1/nodes'),
    status(
      403,
      'Forbidden',
      'nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope',
    ),
  );
  expect((await (await plane.withToken('r00t')).send('/api/v1/nodes')).status).toBe(200);
});

test('a certificate of another CA is refused', async () => {
  const stranger = await plane.stranger();
  await expectStatus(stranger.send('/version'), status(401, 'Unauthorized', 'Unauthorized'));
});

test('TLS 1.1 is refused', async () => {
  const socket = connect({
    port: plane.port,
    host: '127.0.0.1',
    maxVersion: 'TLSv1.1',
    minVersion: 'TLSv1',
    rejectUnauthorized: false,
  });
  const [error] = await once(socket, 'error');
  expect(String(error)).toMatch(/protocol|version|alert|ECONNRESET/i);
});

test('unknown paths and methods', async () => {
  const missing = status(404, 'NotFound', 'the server could not find the requested resource');
  for (const path of ['/nope', '/api/v1/namespaces/default/deployments', '/apis/apps/v1', '/api/v2', '/readyz/nope']) {
    await expectStatus(admin.send(path), missing);
  }
  const refused = status(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
  await expectStatus(admin.post(`${configMaps}/a`, {}), refused);
  await expectStatus(admin.post('/api/v1/configmaps', {}), refused);
  await expectStatus(admin.send('/api/v1/namespaces', { method: 'DELETE' }), refused);
  await expectStatus(admin.write('PATCH', '/version', {}), refused);
});

test('bodies that cannot be read change nothing and say why', async () => {
  const post = (body: string | Buffer, type = 'application/json') =>
    admin.send(configMaps, { method: 'POST', headers: { 'content-type': type }, body });
  const bad = (message: unknown) => status(400, 'BadRequest', message);
  await expectStatus(post(''), bad('the request body is empty'));
  await expectStatus(post('{"a":1, // why\n"b":2}'), bad('json parse error: line 1, column 9: JSON has no comments'));
  await expectStatus(
    post('{"a":1}\n{"b":2}'),
    bad('json parse error: line 2, column 1: two documents in one request body, or text behind the first'),
  );
  await expectStatus(post('['.repeat(100_000)), bad('the body nests deeper than 500 levels'));
  await expectStatus(post(Buffer.from([0x22, 0xff, 0x22])), bad('the body is not valid UTF-8'));
  await expectStatus(
    post('metadata:\n\tname: x', 'application/yaml'),
    bad(expect.stringMatching(/^yaml parse error: line 2, column 1: tab characters .*; indent with spaces$/)),
  );
  await expectStatus(
    post('a: 1\n---\nb: 2', 'application/yaml'),
    bad('yaml parse error: two documents in one request body: send one object a request'),
  );
  const limit = status(413, 'RequestEntityTooLarge', 'Request entity too large: limit is 3145728');
  await expectStatus(post('a'.repeat(10_000_000), 'application/yaml'), limit);
  await expectStatus(
    post('k8s\0', 'application/vnd.kubernetes.protobuf'),
    status(
      415,
      'UnsupportedMediaType',
      expect.stringMatching(/^the body of the request was in an unknown format - accepted.*send JSON or YAML for now/),
    ),
  );
  await expectStatus(
    admin.patch(`${configMaps}/x`, { type: 'application/foo', body: {} }),
    status(
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml',
    ),
  );
  await expectStatus(
    admin.send(configMaps, { headers: { accept: 'text/html' } }),
    status(406, 'NotAcceptable', expect.stringContaining('only the following media types are accepted')),
  );
});

test('options in the query are checked', async () => {
  const refused = (kind: string, text: string) => status(422, 'Invalid', `${kind}.meta.k8s.io "" is invalid: ${text}`);
  const create = (query: string) => admin.post(`${configMaps}?${query}`, configMap('options'));
  await expectStatus(
    create('dryRun=Some'),
    refused('CreateOptions', 'dryRun: Unsupported value: "Some": supported values: "All"'),
  );
  await expectStatus(
    create('fieldValidation=Loud'),
    refused(
      'CreateOptions',
      'fieldValidation: Unsupported value: "Loud": supported values: "", "Ignore", "Strict", "Warn"',
    ),
  );
  await expectStatus(
    create(`fieldManager=${'x'.repeat(129)}`),
    refused('CreateOptions', 'fieldManager: Too long: may not be more than 128 bytes'),
  );
  await expectStatus(
    admin.patch(`${configMaps}/x`, { type: 'application/apply-patch+yaml', body: configMap('x') }),
    refused('PatchOptions', 'fieldManager: Required value: is required for apply patch'),
  );
  await expectStatus(
    admin.mergePatch(`${configMaps}/x?force=true`, {}),
    refused('PatchOptions', 'force: Forbidden: may not be specified for non-apply patch'),
  );
  await expectStatus(
    admin.send(`${configMaps}?limit=many`),
    status(400, 'BadRequest', 'strconv.ParseInt: parsing "many": invalid syntax'),
  );
  expect((await admin.send(`${configMaps}/options`)).status).toBe(404);
});

test('create, read, warn, delete; YAML both ways; headers', async () => {
  const body = 'metadata:\n  name: from-yaml\ndata: {mode: "0644"}\nfoo: 1\n';
  const created = await admin.send(configMaps, {
    method: 'POST',
    headers: { 'content-type': 'application/yaml' },
    body,
  });
  expect(created.status).toBe(201);
  expect(created.headers.warning).toBe('299 - "unknown field \\"foo\\""');
  expect(created.headers['cache-control']).toBe('no-cache, private');
  expect(created.headers['audit-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(created.headers['content-type']).toBe('application/json');
  const yaml = await admin.send(`${configMaps}/from-yaml`, { headers: { accept: 'application/yaml' } });
  expect(yaml.headers['content-type']).toBe('application/yaml');
  expect(yaml.text).toMatch(/^data:\n {2}mode: '0644'$/m);
  const pretty = await admin.send(`${configMaps}/from-yaml?pretty=true`);
  expect(pretty.text).toContain('\n  "metadata": {');
  const list = await admin.send(configMaps, { headers: { accept: 'application/yaml' } });
  expect(list.text).toMatch(/^kind: ConfigMapList\n/m);
  expect(list.text).toMatch(/^items:\n- /m);
  const gone = await admin.json(`${configMaps}/from-yaml`, { method: 'DELETE' });
  expect(gone).toMatchObject({ kind: 'Status', status: 'Success', details: { name: 'from-yaml', kind: 'configmaps' } });
});

test('tables and metadata views, in the version asked for', async () => {
  await admin.post(configMaps, configMap('table', { a: '1', b: '2' }));
  const as = (view: string) => ({ headers: { accept: `application/json;as=${view},application/json` } });
  const table = await admin.json(`${configMaps}?fieldSelector=metadata.name=table`, as('Table;v=v1;g=meta.k8s.io'));
  expect(table).toMatchObject({
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    rows: [
      {
        cells: ['table', 2, expect.stringMatching(/^\d+s$/)],
        object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: { name: 'table' } },
      },
    ],
  });
  expect(table.columnDefinitions.map(({ name }: { name: string }) => name)).toEqual(['Name', 'Data', 'Age']);
  expect(table.columnDefinitions[0]).toMatchObject({ type: 'string', format: 'name', priority: 0 });
  const whole = await admin.json(`${configMaps}/table?includeObject=Object`, as('Table;v=v1beta1;g=meta.k8s.io'));
  expect(whole).toMatchObject({ apiVersion: 'meta.k8s.io/v1beta1', rows: [{ object: { kind: 'ConfigMap' } }] });
  const none = await admin.json(`${configMaps}/table?includeObject=None`, as('Table;v=v1;g=meta.k8s.io'));
  expect(none.rows[0].object).toBe(null);
  const partial = await admin.json(configMaps, as('PartialObjectMetadataList;v=v1;g=meta.k8s.io'));
  expect(partial).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
  expect(partial.items[0].data).toBe(undefined);
  await admin.send(`${configMaps}/table`, { method: 'DELETE' });
});

test('a watch resumes, bookmarks its end and stops in time', async () => {
  const { metadata } = await admin.json(configMaps);
  const query = `watch=true&allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion=${metadata.resourceVersion}`;
  await admin.post(configMaps, configMap('watched'));
  const response = await admin.open(`${configMaps}?${query}`);
  const types: string[] = [];
  for await (const event of watchEvents(response)) {
    types.push(event.type);
    if (event.type === 'ADDED') {
      expect(event.object).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'watched' } });
      await admin.mergePatch(`${configMaps}/watched`, { data: { a: '1' } });
      await admin.send(`${configMaps}/watched`, { method: 'DELETE' });
    }
  }
  expect(types).toEqual(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']);
});

test('a streaming list ends its initial events with a marked bookmark', async () => {
  await admin.post(configMaps, configMap('listed'));
  const query =
    'watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=1';
  const events = watchEvents(await admin.open(`${configMaps}?${query}&fieldSelector=metadata.name=listed`));
  expect((await events.next()).value).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'listed' } } });
  expect((await events.next()).value).toMatchObject({
    type: 'BOOKMARK',
    object: { kind: 'ConfigMap', metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
  });
  await events.return(undefined);
  await admin.send(`${configMaps}/listed`, { method: 'DELETE' });
});

test('a watch as Table states its columns once', async () => {
  await admin.post(configMaps, configMap('rows'));
  const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
  const events = watchEvents(
    await admin.open(`${configMaps}?watch=true&fieldSelector=metadata.name=rows&resourceVersion=0`, { headers }),
  );
  const first = (await events.next()).value;
  expect(first.object).toMatchObject({ kind: 'Table', rows: [{ cells: ['rows', 0, expect.any(String)] }] });
  expect(first.object.columnDefinitions).toHaveLength(3);
  await admin.mergePatch(`${configMaps}/rows`, { data: { a: '1' } });
  const second = (await events.next()).value;
  expect(second).toMatchObject({ type: 'MODIFIED', object: { kind: 'Table', columnDefinitions: null } });
  await events.return(undefined);
  await admin.send(`${configMaps}/rows`, { method: 'DELETE' });
});

test('service account tokens work while account and bound pod exist', async () => {
  const accounts = '/api/v1/namespaces/default/serviceaccounts';
  await admin.post(accounts, { metadata: { name: 'robot' } });
  const request = { spec: { expirationSeconds: 600 } };
  const issued = JSON.parse((await admin.post(`${accounts}/robot/token`, request)).text);
  expect(issued).toMatchObject({
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    spec: { expirationSeconds: 600 },
  });
  const robot = await plane.withToken(issued.status.token);
  expect((await robot.send('/apis')).status).toBe(200);
  await expectStatus(
    robot.send(configMaps),
    status(403, 'Forbidden', expect.stringContaining('User "system:serviceaccount:default:robot" cannot list')),
  );
  await expectStatus(
    admin.post(`${accounts}/robot/token`, { spec: { expirationSeconds: 1 } }),
    status(422, 'Invalid', expect.stringContaining('may not specify a duration less than 10 minutes')),
  );
  await admin.send(`${accounts}/robot`, { method: 'DELETE' });
  await expectStatus(robot.send('/apis'), status(401, 'Unauthorized', 'Unauthorized'));
  await admin.post(accounts, { metadata: { name: 'robot' } });
  await expectStatus(robot.send('/apis'), status(401, 'Unauthorized', 'Unauthorized'));
});

test('a node reaches its own objects and no others', async () => {
  const node = await plane.user('system:node:n1', ['system:nodes']);
  await admin.post('/api/v1/namespaces/default/secrets', {
    metadata: { name: 'mine' },
    stringData: { a: 'b' },
  });
  await admin.post('/api/v1/namespaces/default/secrets', {
    metadata: { name: 'other' },
    stringData: { a: 'b' },
  });
  const pod = (name: string, nodeName: string, secretName: string) => ({
    metadata: { name },
    spec: {
      nodeName,
      containers: [{ name: 'c', image: 'i' }],
      volumes: [{ name: 'v', secret: { secretName } }],
    },
  });
  await admin.post('/api/v1/namespaces/default/pods', pod('here', 'n1', 'mine'));
  await admin.post('/api/v1/namespaces/default/pods', pod('there', 'n2', 'other'));
  const codes = async (paths: string[]) => Promise.all(paths.map(async (path) => (await node.send(path)).status));
  const base = '/api/v1/namespaces/default';
  expect(
    await codes([`${base}/secrets/mine`, `${base}/pods/here`, '/api/v1/pods?fieldSelector=spec.nodeName=n1']),
  ).toEqual([200, 200, 200]);
  expect(
    await codes([
      `${base}/secrets/other`,
      `${base}/secrets`,
      `${base}/pods/there`,
      '/api/v1/pods',
      '/api/v1/pods?fieldSelector=spec.nodeName=n2',
      '/api/v1/nodes/n2',
      '/api/v1/nodes',
    ]),
  ).toEqual([403, 403, 403, 403, 403, 403, 403]);
});

test('long lists are compressed for those who take it, and whole for those who do not', async () => {
  const value = 'x'.repeat(100_000);
  for (const name of ['long-a', 'long-b', 'long-c']) await admin.post(configMaps, configMap(name, { value }));
  const plain = await admin.send(configMaps);
  const zipped = await admin.send(configMaps, { headers: { 'accept-encoding': 'gzip' } });
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(JSON.parse(gunzipSync(zipped.bytes).toString()).items).toEqual(JSON.parse(plain.text).items);
  const refused = await admin.send(configMaps, { headers: { 'accept-encoding': 'gzip;q=0' } });
  expect(refused.headers['content-encoding']).toBe(undefined);
  const removed = await admin.json(configMaps, { method: 'DELETE' });
  expect(removed.kind).toBe('ConfigMapList');
});

test('no secret is in the log', async () => {
  const log = plane.running.errors();
  expect(log).toContain('"path":"/api/v1/namespaces/default/configmaps"');
  for (const secret of ['s3cret', 'r00t', 'eyJ', 'BEGIN', 'access_token']) expect(log).not.toContain(secret);
});
