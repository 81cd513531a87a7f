import { describe, expect, test } from 'vitest';
import type { FieldError } from '../schema/field-error.ts';
import { FieldPath } from '../schema/field-path.ts';
import { objectShapeOf } from '../schema/shape.ts';
import { validateShape } from '../schema/validation.ts';
import { LabelSelector } from './label-selector.ts';
import { validateLabelSelector, validateLabels } from './validate-labels.ts';

const lines = (errors: readonly FieldError[]) => errors.map(({ field, message }) => `${field}: ${message}`);
const qualified =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

describe('labels', () => {
  test('a bad key and a bad value are both named, at the map', () => {
    const errors = lines(validateLabels({ '-a': 'ok', b: 'not ok' }, FieldPath.of('metadata', 'labels')));
    expect(errors).toEqual([
      `metadata.labels: Invalid value: "-a": ${qualified}`,
      `metadata.labels: Invalid value: "not ok": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    ]);
  });

  test('an own key __proto__ is a key like any other', () => {
    const labels: Record<string, string> = JSON.parse('{"__proto__": "x"}');
    expect(lines(validateLabels(labels, FieldPath.of('l')))).toEqual([`l: Invalid value: "__proto__": ${qualified}`]);
  });
});

describe('selectors', () => {
  const cases: [string, LabelSelector, string[]][] = [
    ['nothing', {}, []],
    ['labels and operators', { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'a', operator: 'Exists' }] }, []],
    [
      'In without values',
      { matchExpressions: [{ key: 'a', operator: 'In' }] },
      ["s.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'"],
    ],
    [
      'Exists with values',
      { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] },
      ["s.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'"],
    ],
    [
      'a bad key',
      { matchExpressions: [{ key: '-a', operator: 'Exists' }] },
      [`s.matchExpressions[0].key: Invalid value: "-a": ${qualified}`],
    ],
    ['a missing key, left to the schema', { matchExpressions: [{ key: '', operator: 'Exists' }] }, []],
  ];

  test.each(cases)('%s', (_, selector, expected) => {
    expect(lines(validateLabelSelector(selector, FieldPath.of('s')))).toEqual(expected);
  });

  test('the schema refuses operators there are not', () => {
    const errors = validateShape(objectShapeOf(LabelSelector), { matchExpressions: [{ key: 'a', operator: 'Is' }] });
    expect(lines(errors)).toEqual([
      'matchExpressions[0].operator: Unsupported value: "Is": supported values: "DoesNotExist", "Exists", "In", "NotIn"',
    ]);
  });
});
