// Program of one writing and watching process of the chaos test: `node … <url> <since> <seed>`; reports over IPC.
import { randomUUID } from 'node:crypto';
import { type Write, WriteRefused, WriteUnknown } from '../object-store.ts';
import { openStore } from '../open-store.ts';
import { author, key, makeObject, type TestObject } from './objects.ts';

/** What the process tells its parent. */
export type ChaosReport =
  | { type: 'events'; events: { revision: number; change: string; name: string; previous?: string }[] }
  | { type: 'made'; revision: number; change: string; name: string; token: string }
  | { type: 'refused'; token: string }
  | { type: 'unknown'; token: string }
  | { type: 'broken'; message: string };

const [url = '', since = '0', inFlight = '20'] = process.argv.slice(2);
const names = 200;

const report = (message: ChaosReport) => process.send?.(message);
const pick = () => `object-${Math.floor(Math.random() * names)}`;

// Without its parent there is nobody to tell.
process.on('disconnect', () => process.exit(0));

const options = { url, patience: 60_000, poll: 500, recent: { events: 200, size: 1e6 } };
// The database may be away at this moment; the parent starts another process then.
const store = await openStore(options).catch(() => process.exit(1));

await store.subscribe(
  'configmaps',
  Number(since),
  (events) =>
    report({
      type: 'events',
      events: events.map(({ revision, type, key: { name }, object, previous }) => ({
        revision: Number(object.metadata.resourceVersion) === revision ? revision : Number.NaN,
        change: type,
        name,
        ...(previous?.metadata.resourceVersion && { previous: previous.metadata.resourceVersion }),
      })),
    }),
  (reason) => report({ type: 'broken', message: `subscription ended: ${reason.message}` }),
);

function randomWrite(token: string): Write {
  const target = key(pick());
  const present = store.get(target) as TestObject | undefined;
  if (!present) return { type: 'create', key: target, object: makeObject(target, { data: { token } }) };
  const expected = Number(present.metadata.resourceVersion);
  if (Math.random() < 0.3) return { type: 'delete', key: target, expected };
  return { type: 'update', key: target, object: { ...present, data: { token } } as TestObject, expected };
}

const changes = { create: 'ADDED', update: 'MODIFIED', delete: 'DELETED' };

async function writeOnce(): Promise<void> {
  const token = randomUUID();
  const write = randomWrite(token);
  const { name } = write.key;
  try {
    const object = await store.commit(write, { ...author, author: { user: token, via: 'chaos' } });
    const revision = Number(object.metadata.resourceVersion);
    report({ type: 'made', revision, change: changes[write.type], name, token });
    const seen = Number(store.get(write.key)?.metadata.resourceVersion ?? store.revision);
    if (store.revision < revision || seen < revision) report({ type: 'broken', message: `${name} not read back` });
  } catch (error) {
    if (error instanceof WriteRefused) report({ type: 'refused', token });
    else if (error instanceof WriteUnknown) report({ type: 'unknown', token });
    else report({ type: 'broken', message: String(error) });
  }
}

for (let i = 0; i < Number(inFlight); i++) {
  void (async () => {
    for (;;) await writeOnce();
  })();
}
