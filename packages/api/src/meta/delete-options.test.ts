import { expect, test } from 'vitest';
import { decode } from '../schema/decode.ts';
import { objectShapeOf } from '../schema/shape.ts';
import { DeleteOptions, validateDeleteOptions } from './delete-options.ts';

const cases: [DeleteOptions, string[]][] = [
  [{}, []],
  [{ propagationPolicy: 'Foreground', dryRun: ['All'], gracePeriodSeconds: 0 }, []],
  [{ orphanDependents: true }, []],
  [
    { orphanDependents: false, propagationPolicy: 'Orphan' },
    ['propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set'],
  ],
  [
    { propagationPolicy: 'Cascade' },
    ['propagationPolicy: Unsupported value: "Cascade": supported values: "Foreground", "Background", "Orphan", "nil"'],
  ],
  [{ dryRun: ['None'] }, ['dryRun: Unsupported value: ["None"]: supported values: "All"']],
];

test.each(cases)('%j', (options, expected) => {
  expect(validateDeleteOptions(options).map(({ field, message }) => `${field}: ${message}`)).toEqual(expected);
});

test('decodes what kubectl sends', () => {
  const body = {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    propagationPolicy: 'Background',
    gracePeriodSeconds: 1,
    preconditions: { uid: 'a' },
  };
  expect(decode(objectShapeOf(DeleteOptions), body, 'DeleteOptions')).toEqual({ value: body, unknown: [], errors: [] });
});
