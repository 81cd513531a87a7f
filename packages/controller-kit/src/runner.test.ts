import { ConfigMap } from '@gantry/api/kinds/core/config-map';
import { StatusError } from '@gantry/api/meta/status-error';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Controller, TerminalError } from './controller.ts';
import { type RunnerOptions, runControllers } from './runner.ts';
import { FakeClient } from './testing/fake-client.ts';

const configMap = (name: string, data: Record<string, string> = {}): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'default', name },
  data,
});

/** Gives every ConfigMap named in `data.wants` to the cluster. */
const copier: Controller<ConfigMap> = {
  name: 'copier',
  watches: [
    {
      kind: ConfigMap,
      indexes: { wants: (object) => [wanted(object)] },
      keys: ({ metadata }) => [metadata.name ?? ''],
    },
  ],
  view: (key, reads) => {
    const object = reads.cached(ConfigMap).get({ namespace: 'default', name: key });
    const missing = object && reads.cached(ConfigMap).get({ namespace: 'default', name: wanted(object) }) === undefined;
    return missing && wanted(object) !== '' ? object : undefined;
  },
  plan: (object) => ({ changes: [{ type: 'create', kind: ConfigMap, object: configMap(wanted(object)) }] }),
};

const wanted = (object: object): string => ('data' in object ? ((object as ConfigMap).data?.wants ?? '') : '');

const running: { stop: AbortController; ended: Promise<void> }[] = [];

function start(client: FakeClient, options: Partial<RunnerOptions> = {}) {
  const stop = new AbortController();
  const warnings: Record<string, unknown>[] = [];
  const log = { warn: (facts: Record<string, unknown>) => warnings.push(facts) };
  const ended = runControllers(
    { controllers: [copier], clientFor: () => client, informerClient: client, now: () => 0, log, ...options },
    stop.signal,
  );
  running.push({ stop, ended });
  return { stop, ended, warnings };
}

afterEach(async () => {
  for (const { stop, ended } of running.splice(0)) {
    stop.abort();
    await ended;
  }
});

describe('the runner', () => {
  test('reconciles what was there before it started and what comes after', async () => {
    const client = new FakeClient();
    await client.create(ConfigMap, configMap('first', { wants: 'one' }));
    start(client);
    await vi.waitFor(() => expect(client.writes).toContain('create ConfigMap default/one'));
    await client.create(ConfigMap, configMap('second', { wants: 'two' }));
    await vi.waitFor(() => expect(client.writes).toContain('create ConfigMap default/two'));
  });

  test('tries again what failed, from a fresh view', async () => {
    const client = new FakeClient();
    let failures = 3;
    client.beforeWrite = (write) => {
      if (write.endsWith('/one') && failures-- > 0) throw new Error('no luck');
    };
    const { warnings } = start(client);
    await client.create(ConfigMap, configMap('first', { wants: 'one' }));
    await vi.waitFor(() => expect(client.writes).toContain('create ConfigMap default/one'));
    expect(warnings.map(({ failures: count }) => count)).toEqual([1, 2, 3]);
  });

  test('does not retry what can never succeed', async () => {
    const client = new FakeClient();
    const plan = vi.fn(() => {
      throw new TerminalError('hopeless');
    });
    const { warnings } = start(client, { controllers: [{ ...copier, plan }] });
    await client.create(ConfigMap, configMap('first', { wants: 'one' }));
    await vi.waitFor(() => expect(warnings).toHaveLength(1));
    expect(plan).toHaveBeenCalledTimes(1);
  });

  test('lists anew when its place in the log is gone, and learns of what went meanwhile', async () => {
    const client = new FakeClient();
    const seen: string[] = [];
    const view = (key: string, reads: Parameters<typeof copier.view>[1]) => {
      const there = reads.cached(ConfigMap).get({ namespace: 'default', name: key });
      seen.push(`${key} ${there ? 'there' : 'gone'}`);
      return undefined;
    };
    await client.create(ConfigMap, configMap('first'));
    start(client, { controllers: [{ ...copier, view }] });
    await vi.waitFor(() => expect(seen).toContain('first there'));
    // Both before the watch gets a turn: it wakes to a log that no longer reaches back to it.
    await Promise.all([client.delete(ConfigMap, { namespace: 'default', name: 'first' }), client.compact()]);
    await vi.waitFor(() => expect(seen).toContain('first gone'));
  });

  test('takes a conflict for old news: no warning, another try', async () => {
    const client = new FakeClient();
    let conflicts = 2;
    client.beforeWrite = (write) => {
      if (write.endsWith('/one') && conflicts-- > 0) throw new StatusError('Conflict', 'old');
    };
    const { warnings } = start(client);
    await client.create(ConfigMap, configMap('first', { wants: 'one' }));
    await vi.waitFor(() => expect(client.writes).toContain('create ConfigMap default/one'));
    expect(warnings).toEqual([]);
  });

  test('ends when asked to, with no work under way', async () => {
    const client = new FakeClient();
    const { stop, ended } = start(client);
    stop.abort();
    await ended;
    await client.create(ConfigMap, configMap('late', { wants: 'never' }));
    expect(client.writes).toEqual(['create ConfigMap default/late']);
  });
});
