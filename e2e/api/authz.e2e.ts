// Who may ask what: nobody in particular, strangers, tokens of the file, service accounts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openKubectl, sendsProtobuf, versions } from '../kubectl/kubectl.ts';
import { staticToken } from '../static-token.ts';
import { type Access, type Answer, ApiClient, clusterAccess, newNamespace } from './api-client.ts';
import { strangerCertificate } from './stranger-certificate.ts';

let access: Access;
let administrator: ApiClient;
let namespace = '';
const clients: ApiClient[] = [];

beforeAll(async () => {
  access = await clusterAccess();
  administrator = await ApiClient.administrator();
  namespace = await newNamespace(administrator);
});
afterAll(async () => {
  await administrator.delete(namespace);
  for (const client of [...clients, administrator]) client.close();
});

function client(headers: Record<string, string> = {}, tls: { cert?: string; key?: string } = {}): ApiClient {
  const opened = new ApiClient(access, tls, headers);
  clients.push(opened);
  return opened;
}
const withToken = (token: string) => client({ authorization: `Bearer ${token}` });

function expectStatus({ status, json }: Answer, code: number, message: string): void {
  const reason = code === 401 ? 'Unauthorized' : 'Forbidden';
  expect({ status, json }).toMatchObject({
    status: code,
    json: { kind: 'Status', status: 'Failure', reason, message, code },
  });
}

const forbidden = (user: string, what: string) => `${what.replace('USER', `User "${user}"`)}`;

describe('nobody in particular', () => {
  test('may read health and version, and nothing else', async () => {
    const anonymous = client();
    for (const path of ['/healthz', '/livez', '/readyz', '/version'])
      expect((await anonymous.send(path)).status).toBe(200);
    for (const path of ['/api', '/apis', '/openapi/v3', '/metrics', '/', '/anything']) {
      expectStatus(await anonymous.send(path), 403, `forbidden: User "system:anonymous" cannot get path "${path}"`);
    }
    expectStatus(
      await anonymous.send('/api/v1/secrets'),
      403,
      forbidden(
        'system:anonymous',
        'secrets is forbidden: USER cannot list resource "secrets" in API group "" at the cluster scope',
      ),
    );
  });

  test('may write nothing', async () => {
    const anonymous = client();
    const path = `${namespace}/configmaps`;
    const name = namespace.split('/').at(-1);
    const sent = { type: 'application/json', body: '{"metadata":{"name":"a"}}' };
    expectStatus(
      await anonymous.send(path, { method: 'POST', ...sent }),
      403,
      `configmaps is forbidden: User "system:anonymous" cannot create resource "configmaps" in API group "" in the namespace "${name}"`,
    );
    expectStatus(
      await anonymous.send(`${path}/a`, { method: 'PATCH', ...sent, type: 'application/merge-patch+json' }),
      403,
      `configmaps "a" is forbidden: User "system:anonymous" cannot patch resource "configmaps" in API group "" in the namespace "${name}"`,
    );
    expectStatus(
      await anonymous.send(path, { method: 'DELETE' }),
      403,
      `configmaps is forbidden: User "system:anonymous" cannot deletecollection resource "configmaps" in API group "" in the namespace "${name}"`,
    );
  });
});

describe('strangers', () => {
  test('a certificate that names the administrator, of another CA', async () => {
    const stranger = client({}, await strangerCertificate());
    for (const path of ['/version', '/api/v1/namespaces']) expectStatus(await stranger.send(path), 401, 'Unauthorized');
  });

  test('bad bearer tokens, on public paths too', async () => {
    for (const token of ['wrong', 'a.b.c', staticToken.token.slice(0, -1), `${staticToken.token}x`]) {
      expectStatus(await withToken(token).send('/version'), 401, 'Unauthorized');
    }
  });

  test('a token in the query is none', async () => {
    const anonymous = client();
    for (const name of ['access_token', 'token', 'authorization', 'bearer']) {
      const { status } = await anonymous.send(`/api/v1/namespaces?${name}=${staticToken.token}`);
      expect(status).toBe(403);
    }
  });

  test('impersonation is refused', async () => {
    const answer = await administrator.send('/api', { headers: { 'impersonate-user': 'jane' } });
    expect(answer.status).toBe(403);
  });
});

describe('the token file', () => {
  test('says who asks', async () => {
    const known = withToken(staticToken.token);
    expect((await known.send('/api')).status).toBe(200);
    expectStatus(
      await known.send('/api/v1/nodes'),
      403,
      `nodes is forbidden: User "${staticToken.user}" cannot list resource "nodes" in API group "" at the cluster scope`,
    );
  });
});

describe.each(versions.filter((version) => !sendsProtobuf(version)))('a service account, by kubectl %s', (version) => {
  test('is known by its token and may do nothing yet', async () => {
    const { kubectl, close } = await openKubectl(version);
    const name = namespace.split('/').at(-1) ?? '';
    const account = `robot-${version.replace('.', '-')}`;
    await administrator.post(`${namespace}/serviceaccounts`, { metadata: { name: account } });
    const created = await kubectl(['create', 'token', account, '--namespace', name, '--duration', '10m']);
    await close();
    expect(created).toMatchObject({ code: 0, stderr: '' });
    const robot = withToken(created.stdout.trim());
    expect((await robot.send('/apis')).status).toBe(200);
    expectStatus(
      await robot.send(`${namespace}/pods`),
      403,
      `pods is forbidden: User "system:serviceaccount:${name}:${account}" cannot list resource "pods" in API group "" in the namespace "${name}"`,
    );
    const [header, claims, signature] = created.stdout.trim().split('.');
    expectStatus(
      await withToken(`${header}.${claims}.${signature?.split('').reverse().join('')}`).send('/apis'),
      401,
      'Unauthorized',
    );
    await administrator.delete(`${namespace}/serviceaccounts/${account}`);
    expectStatus(await robot.send('/apis'), 401, 'Unauthorized');
  });
});

test('the administrator may do everything', async () => {
  expect((await administrator.send('/api/v1/secrets')).status).toBe(200);
});
