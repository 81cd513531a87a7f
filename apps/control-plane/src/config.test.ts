// Environment variables: defaults, what is refused, and that no password is repeated.
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const DATABASE_URL = 'postgresql://gantry@localhost/gantry';

test('defaults', () => {
  expect(readConfig({ DATABASE_URL, GANTRY_HOME: '/tmp/gantry' })).toEqual({
    home: '/tmp/gantry',
    apiPort: 6443,
    listen: [],
    databaseUrl: DATABASE_URL,
    logLevel: 'info',
  });
});

test('reads what is set', () => {
  const config = readConfig({
    DATABASE_URL,
    GANTRY_HOME: '/tmp/gantry',
    GANTRY_API_PORT: '0',
    GANTRY_LISTEN: '10.0.0.5, ::1,10.0.0.5',
    GANTRY_LOG_LEVEL: 'debug',
  });
  expect(config).toMatchObject({ apiPort: 0, listen: ['10.0.0.5', '::1'], logLevel: 'debug' });
});

test.each([
  [{ GANTRY_API_PORT: '70000' }, 'GANTRY_API_PORT is "70000", which is not a port'],
  [{ GANTRY_API_PORT: '1e3' }, 'GANTRY_API_PORT is "1e3", which is not a port'],
  [{ GANTRY_LISTEN: 'example.org' }, 'GANTRY_LISTEN names "example.org", which is not an IP address'],
  [{ GANTRY_LOG_LEVEL: 'loud' }, 'GANTRY_LOG_LEVEL is "loud", which is not a level'],
  [{ DATABASE_URL: '' }, 'DATABASE_URL is not set'],
  [{ DATABASE_URL: 'mysql://u:secret@h/d' }, 'DATABASE_URL does not begin with postgres:// or postgresql://'],
])('refuses %j', (env, message) => {
  expect(() => readConfig({ DATABASE_URL, ...env })).toThrow(message);
});
