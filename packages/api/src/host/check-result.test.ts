import { describe, expect, test } from 'vitest';
import { parseCheckResults, parseHostLeftovers } from './check-result.ts';

describe('parseCheckResults', () => {
  test('reads what was printed', () => {
    const results = [{ name: 'kernel', status: 'warn', message: 'old', remedy: 'upgrade' }];
    expect(parseCheckResults(JSON.stringify(results))).toEqual(results);
  });

  test.each([
    '{}',
    '[null]',
    '[{"name":"kernel"}]',
    '[{"name":"k","status":"odd","message":"","remedy":""}]',
    'x',
  ])('refuses %s', (json) => {
    expect(() => parseCheckResults(json)).toThrow();
  });
});

describe('parseHostLeftovers', () => {
  test('reads what was printed', () => {
    const leftovers = [{ type: 'mount', name: '/m', removed: false, reason: '' }];
    expect(parseHostLeftovers(JSON.stringify(leftovers))).toEqual(leftovers);
  });

  test('refuses another shape', () => {
    expect(() => parseHostLeftovers('[{"type":"mount","name":"/m","removed":"no","reason":""}]')).toThrow();
  });
});
