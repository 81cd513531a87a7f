// Objects with every field filled, as Kubernetes itself wrote them: they decode without a complaint and come out as
// they went in, but for fields younger than our schemas.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { kinds } from '../kinds/index.ts';
import { decode } from './decode.ts';

const folder = process.env.GANTRY_ORACLES ?? fileURLToPath(new URL('../../../../../shared/oracles', import.meta.url));

describe.skipIf(!existsSync(`${folder}/kubernetes-api`))(
  'filled objects (skipped unless GANTRY_ORACLES has them)',
  () => {
    test.each(kinds.map((kind) => [kind.resource, kind] as const))('%s', (_, kind) => {
      const file = `${folder}/kubernetes-api/${kind.group || 'core'}.${kind.version}.${kind.kind}.json`;
      const input: object = JSON.parse(readFileSync(file, 'utf8'));
      const { value, errors } = decode(kind.shape, input, kind.kind);
      expect(errors).toEqual([]);
      expect(input).toMatchObject(value);
      expect(decode(kind.shape, value, kind.kind)).toEqual({ value, unknown: [], errors: [] });
    });
  },
);
