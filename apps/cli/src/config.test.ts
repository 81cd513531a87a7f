import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

describe('readConfig', () => {
  test('has defaults', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ apiPort: 6443, listen: [], databaseUrl: undefined });
    expect(config.home).toBe(process.geteuid?.() === 0 ? '/var/lib/gantry' : `${process.env.HOME}/.local/share/gantry`);
  });

  test('reads what is set', () => {
    const env = {
      GANTRY_HOME: '/a/../b',
      GANTRY_API_PORT: '0',
      GANTRY_LISTEN: '10.0.0.1, ::1,',
      DATABASE_URL: 'postgres://u@h/d',
    };
    expect(readConfig(env)).toEqual({
      home: '/b',
      apiPort: 0,
      listen: ['10.0.0.1', '::1'],
      databaseUrl: 'postgres://u@h/d',
    });
  });

  test.each(['65536', '-1', '6443x', '1e3', ' '])('refuses the port %j', (port) => {
    expect(() => readConfig({ GANTRY_API_PORT: port })).toThrow('GANTRY_API_PORT');
  });

  test('refuses names as addresses', () => {
    expect(() => readConfig({ GANTRY_LISTEN: 'localhost' })).toThrow('GANTRY_LISTEN names "localhost"');
  });

  test('never repeats a connection string, which may hold a password', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://u:secret@h/d' })).toThrow(/^(?!.*secret)/);
  });
});
