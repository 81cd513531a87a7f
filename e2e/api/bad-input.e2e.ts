// Bad input: each request gets the Status it must get, changes nothing, and a neighbour goes on undisturbed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiClient, type Json, newNamespace } from './api-client.ts';
import { type BadInput, standing } from './bad-input/bad-input.ts';
import { changes } from './bad-input/changes.ts';
import { decoding } from './bad-input/decoding.ts';
import { heavy } from './bad-input/heavy.ts';
import { options } from './bad-input/options.ts';
import { validation } from './bad-input/validation.ts';
import { Neighbour } from './neighbour.ts';

let client: ApiClient;
let namespace = '';

beforeAll(async () => {
  client = await ApiClient.administrator();
  namespace = await newNamespace(client);
  for (const [resource, objects] of Object.entries(standing)) {
    for (const object of objects) await client.post(`${namespace}/${resource}`, object);
  }
});

afterAll(async () => {
  await client.delete(namespace);
  client.close();
});

/** Everything in the namespace, versions included, and the namespaces there are. */
async function everything(): Promise<Json> {
  const lists = await Promise.all(
    ['configmaps', 'secrets', 'pods'].map(async (resource) => (await client.get(`${namespace}/${resource}`)).items),
  );
  const { phase } = (await client.get('/api/v1/namespaces/default')).status;
  return { lists, phase };
}

async function refused({ path, type, body, ...bad }: BadInput): Promise<void> {
  const answer = await client.send(path.replace(/^:/, namespace), {
    method: bad.method ?? 'POST',
    ...(body !== undefined && { type: type ?? 'application/json', body }),
  });
  expect(answer.json).toMatchObject({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' });
  const { message, reason, code, details } = answer.json;
  expect({ message, reason, code, status: answer.status }).toEqual({
    message: typeof bad.message === 'string' ? bad.message : expect.stringMatching(bad.message),
    reason: bad.reason,
    code: bad.code,
    status: bad.code,
  });
  if (!bad.causes) return;
  const causes = (details?.causes ?? []).map(({ field, reason }: Json) => ({ field, reason }));
  expect(causes).toEqual(bad.causes);
}

describe.each([
  { what: 'decoding', cases: decoding },
  { what: 'validation', cases: validation },
  { what: 'changes', cases: changes },
  { what: 'options', cases: options },
])('bad input, $what', ({ cases }) => {
  test.each(cases)('$name', async (bad) => {
    const before = await everything();
    await refused(bad);
    expect(await everything()).toEqual(before);
  });
});

describe('heavy bad input', () => {
  test.each(heavy)('$name', async (bad) => {
    const before = await everything();
    const neighbour = await Neighbour.start(`${namespace}/configmaps/settled`);
    const outcomes = await Promise.allSettled([refused(bad), refused(bad), refused(bad)]);
    const { count, slowest, failures } = await neighbour.stop();
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    expect(failures).toEqual([]);
    expect(count).toBeGreaterThan(0);
    expect(slowest).toBeLessThan(1000);
    expect(await everything()).toEqual(before);
  });
});

describe('what is odd and allowed', () => {
  test('unknown and duplicate fields are warned of, or ignored', async () => {
    const body = '{"metadata":{"name":"warned"},"foo":1,"data":{"a":"1","a":"2"}}';
    const send = (query: string) =>
      client.send(`${namespace}/configmaps?${query}`, { method: 'POST', type: 'application/json', body });
    const warned = await send('fieldValidation=Warn');
    expect(warned.status).toBe(201);
    expect(warned.headers.warning).toBe('299 - "unknown field \\"foo\\"", 299 - "duplicate field \\"data.a\\""');
    expect(warned.json).toMatchObject({ data: { a: '2' } });
    expect(warned.json.foo).toBe(undefined);
    await client.delete(`${namespace}/configmaps/warned`);
    const ignored = await send('fieldValidation=Ignore');
    expect({ status: ignored.status, warning: ignored.headers.warning }).toEqual({ status: 201, warning: undefined });
    await client.delete(`${namespace}/configmaps/warned`);
  });

  test('__proto__ and constructor are keys like others', async () => {
    const body =
      '{"metadata":{"name":"keys","labels":{"constructor":"c"},"annotations":{"toString":"t"}},"data":{"__proto__":"p","constructor":"c","hasOwnProperty":"h"}}';
    await client.send(`${namespace}/configmaps`, { method: 'POST', type: 'application/json', body });
    const read = async () => (await client.send(`${namespace}/configmaps/keys`)).bytes.toString();
    expect(await read()).toContain('"__proto__":"p"');
    for (const [type, patch] of [
      ['application/merge-patch+json', '{"data":{"__proto__":"q","valueOf":"v"}}'],
      [
        'application/strategic-merge-patch+json',
        '{"data":{"__proto__":"r"},"metadata":{"labels":{"constructor":null}}}',
      ],
      ['application/json-patch+json', '[{"op":"replace","path":"/data/__proto__","value":"s"}]'],
    ] as const) {
      const answer = await client.send(`${namespace}/configmaps/keys`, { method: 'PATCH', type, body: patch });
      expect(answer.status, type).toBe(200);
    }
    const text = await read();
    expect(text).toContain('"__proto__":"s"');
    expect(text).toContain('"valueOf":"v"');
    expect(JSON.parse(text).metadata.labels).toBe(undefined);
    await client.delete(`${namespace}/configmaps/keys`);
  });

  test('the server itself is as clean as before', async () => {
    const created = await client.post(`${namespace}/configmaps`, { metadata: { name: 'clean' } });
    expect(JSON.stringify(created)).not.toContain('polluted');
    expect(Object.keys(created).sort()).toEqual(['apiVersion', 'kind', 'metadata']);
    await client.delete(`${namespace}/configmaps/clean`);
  });

  test('a negative grace period means one second', async () => {
    await client.post(`${namespace}/pods`, {
      metadata: { name: 'ending' },
      spec: { nodeName: 'somewhere', containers: [{ name: 'c', image: 'i' }] },
    });
    await client.delete(`${namespace}/pods/ending?gracePeriodSeconds=-5`);
    const { metadata } = await client.get(`${namespace}/pods/ending`);
    expect(metadata.deletionGracePeriodSeconds).toBe(1);
    await client.delete(`${namespace}/pods/ending?gracePeriodSeconds=0`);
  });
});
