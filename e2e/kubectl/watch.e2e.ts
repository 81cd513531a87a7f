// get -w: rows and objects as they change, until a signal.
import { describe, expect, test } from 'vitest';
import { versions } from './kubectl.ts';
import { configMap, pod } from './manifests.ts';
import { cells, inNamespace } from './namespace.ts';

describe.each(versions)('kubectl %s get -w', (version) => {
  const k = inNamespace(version);

  /** Runs a watch; once its first line is there, `act`; ends it at the text `last`. */
  async function watching(words: string, act: () => Promise<void>, last: RegExp): Promise<string> {
    let begun: () => void = () => undefined;
    const first = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const watch = k.run(`get ${words} -w`, {
      until: (stdout) => {
        if (stdout.includes('\n')) begun();
        return last.test(stdout);
      },
    });
    await first;
    await act();
    return (await watch).stdout;
  }

  test('a list', async () => {
    await k.create(pod('a'));
    const act = async () => {
      await k.create(pod('b'));
      await k.ok(['patch', 'pod', 'b', '--subresource=status', '-p', '{"status":{"phase":"Running"}}']);
      await k.ok('delete pod a --now');
      await k.create(configMap('other'));
      await k.create(pod('last'));
    };
    const rows = cells(await watching('pods', act, /last.*\n/)).map(([name, ready, status]) => [name, ready, status]);
    expect(rows.slice(0, 4)).toEqual([
      ['NAME', 'READY', 'STATUS'],
      ['a', '0/1', 'Pending'],
      ['b', '0/1', 'Pending'],
      ['b', '0/1', 'Running'],
    ]);
    expect(rows.at(-1)).toEqual(['last', '0/1', 'Pending']);
    expect(rows.slice(4, -1).every(([name]) => name === 'a')).toBe(true);
    expect(rows.slice(4, -1).length).toBeGreaterThan(0);
  });

  test('one object, with the kind of each event', async () => {
    await k.create(configMap('a'));
    const act = async () => {
      await k.create(configMap('b'));
      await k.ok(['patch', 'configmap', 'a', '--type=merge', '-p', '{"data":{"x":"1","y":"2"}}']);
      await k.ok('delete configmap a');
    };
    const rows = cells(await watching('configmap a --output-watch-events', act, /DELETED.*\n/));
    expect(rows.map(([event, name, data]) => [event, name, data])).toEqual([
      ['EVENT', 'NAME', 'DATA'],
      ['ADDED', 'a', '0'],
      ['MODIFIED', 'a', '2'],
      ['DELETED', 'a', '2'],
    ]);
  });

  test('as names, of selected objects', async () => {
    const labelled = (name: string, app: string) => configMap(name, {}, { labels: { app } });
    await k.create(labelled('a', 'x'));
    const act = async () => {
      await k.create(labelled('b', 'y'));
      await k.create(labelled('c', 'x'));
    };
    expect(await watching('configmaps -l app=x -o name', act, /c\n/)).toBe('configmap/a\nconfigmap/c\n');
  });
});
