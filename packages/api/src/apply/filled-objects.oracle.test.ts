// Every kind, with all its fields filled: ownership of the whole object can be written, read, applied and given up.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { kinds } from '../kinds/index.ts';
import { decode } from '../schema/decode.ts';
import { parseFieldsV1, serialiseFieldsV1 } from './fields-v1.ts';
import { withoutManagedFields } from './managed-fields.ts';
import { serverSideApply } from './merge.ts';
import { toFieldSet } from './to-field-set.ts';

const folder = process.env.GANTRY_ORACLES ?? fileURLToPath(new URL('../../../../../shared/oracles', import.meta.url));

describe.skipIf(!existsSync(`${folder}/kubernetes-api`))(
  'filled objects (skipped unless GANTRY_ORACLES has them)',
  () => {
    it.each(kinds.map((kind) => [kind.resource, kind] as const))('%s', (_name, kind) => {
      const file = `${folder}/kubernetes-api/${kind.group || 'core'}.${kind.version}.${kind.kind}.json`;
      const known = withoutManagedFields(decode(kind.shape, JSON.parse(readFileSync(file, 'utf8')), kind.kind).value);
      const fields = toFieldSet(kind.shape, known);
      expect(parseFieldsV1(JSON.parse(JSON.stringify(serialiseFieldsV1(fields)))).equals(fields)).toBe(true);

      const write = { shape: kind.shape, manager: 'one', apiVersion: kind.apiVersion, force: false, now: 0 };
      const { object } = serverSideApply({ ...write, applied: known });
      expect(withoutManagedFields(object)).toEqual(known);
      expect(serverSideApply({ ...write, live: object, applied: known, now: 1e12 }).object).toEqual(object);
      const identity = { apiVersion: known.apiVersion, kind: known.kind };
      const rest = serverSideApply({ ...write, live: object, applied: identity }).object;
      expect(Object.keys(rest).sort()).toEqual(['apiVersion', 'kind', 'metadata']);
      expect(rest.metadata).toMatchObject({ name: 'nameValue', uid: 'uidValue' });
      expect(rest.metadata).not.toHaveProperty('labels');
    });
  },
);
