// Single requests to the API, outside of any measurement.
import type { Endpoint } from '../cluster/kubeconfig.ts';
import { expectStatus, HttpConnection, requestText } from './http-connection.ts';

export async function getBytes(endpoint: Endpoint, path: string): Promise<Buffer> {
  const connection = await HttpConnection.open(endpoint);
  try {
    const answer = await connection.send(requestText('GET', path));
    expectStatus(answer, 200);
    return answer.body;
  } finally {
    connection.close();
  }
}

export async function createNamespace(endpoint: Endpoint, name: string): Promise<void> {
  const connection = await HttpConnection.open(endpoint);
  try {
    const body = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    expectStatus(await connection.send(requestText('POST', '/api/v1/namespaces', body)), 201);
  } finally {
    connection.close();
  }
}
