import { expect, test } from 'vitest';
import { applyDefaults } from '../../schema/defaulting.ts';
import { objectShapeOf } from '../../schema/shape.ts';
import { validateShape } from '../../schema/validation.ts';
import { TokenRequest } from './token-request.ts';

const shape = objectShapeOf(TokenRequest);
const request = (spec: object) => ({
  apiVersion: 'authentication.k8s.io/v1',
  kind: 'TokenRequest',
  metadata: {},
  spec,
});

test('a token is good for an hour unless asked otherwise', () => {
  expect(applyDefaults(shape, request({}))).toEqual(request({ expirationSeconds: 3600 }));
});

test.each<[number, string[]]>([
  [600, []],
  [2 ** 32, []],
  [599, ['spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes']],
  [
    2 ** 32 + 1,
    ['spec.expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds'],
  ],
])('%i seconds', (expirationSeconds, expected) => {
  const errors = validateShape(shape, request({ expirationSeconds }));
  expect(errors.map(({ field, message }) => `${field}: ${message}`)).toEqual(expected);
});
