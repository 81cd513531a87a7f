// A kubectl with a namespace of its own for each test, made and removed around it.
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { type Kubectl, type Outcome, openKubectl, type RunOptions } from './kubectl.ts';

/** Words of a command: one text is parted at its spaces. */
type Words = string | readonly string[];

export interface InNamespace {
  /** The test's namespace. */
  readonly namespace: string;
  /** Standard output of a command that must succeed. */
  ok(words: Words, options?: RunOptions): Promise<string>;
  /** Outcome of a command whatever it is. */
  run(words: Words, options?: RunOptions): Promise<Outcome>;
  /** Standard error of a command that must exit with 1. */
  fails(words: Words, options?: RunOptions): Promise<string>;
  /** `create -f -` of one object or of text. */
  create(manifest: object | string): Promise<string>;
  /** One object, or a list, as the server has it. */
  read(words: string): Promise<ReturnType<typeof JSON.parse>>;
}

let made = 0;

/** A name no other test, version or worker uses. */
export const uniqueName = (prefix: string): string => `${prefix}-${process.pid}-${made++}`;

/** A new namespace for each test of the surrounding `describe`. */
export function inNamespace(version: string): InNamespace {
  return commands(version, async (create) => {
    const name = uniqueName('t');
    await create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    return name;
  });
}

/** For tests that only read what every cluster has. */
export const inDefault = (version: string): InNamespace => commands(version, async () => 'default');

type Create = InNamespace['create'];

function commands(version: string, choose: (create: Create) => Promise<string>): InNamespace {
  let open: { kubectl: Kubectl; close(): Promise<void> } | undefined;
  let namespace = 'default';
  const used = new Set<string>();

  const run = (words: Words, options?: RunOptions): Promise<Outcome> => {
    if (!open) throw new Error('kubectl is opened before the first test');
    const list = typeof words === 'string' ? words.split(' ') : words;
    return open.kubectl(['--namespace', namespace, ...list], options);
  };
  const ok = async (words: Words, options?: RunOptions): Promise<string> => {
    const { code, stdout, stderr } = await run(words, options);
    expect({ code, stderr }, String(words)).toMatchObject({ code: 0 });
    return stdout;
  };
  const create = (manifest: object | string) => ok('create -f -', { input: textOf(manifest) });

  beforeAll(async () => {
    open = await openKubectl(version);
  });
  beforeEach(async () => {
    namespace = 'default';
    namespace = await choose(create);
    used.add(namespace);
  });
  afterAll(async () => {
    used.delete('default');
    if (used.size > 0) await run(['delete', 'namespace', ...used, '--wait=false', '--ignore-not-found']);
    await open?.close();
  });

  return {
    get namespace() {
      return namespace;
    },
    run,
    ok,
    create,
    fails: async (words, options) => {
      const { code, stderr } = await run(words, options);
      expect({ code, stderr }, String(words)).toMatchObject({ code: 1 });
      return stderr;
    },
    read: async (words) => JSON.parse(await ok(`get ${words} -o json`)),
  };
}

/** What `-f -` reads. */
export const textOf = (manifest: object | string): string =>
  typeof manifest === 'string' ? manifest : JSON.stringify(manifest);

/** Cells of what kubectl prints as a table: columns are parted by three spaces. */
export const cells = (stdout: string): string[][] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd().split(/\s{2,}/));
