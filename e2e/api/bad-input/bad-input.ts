// One bad request and the exact Status it must get. Paths that begin with `:` are inside the test's namespace.

interface Cause {
  field: string;
  reason: string;
}

export interface BadInput {
  name: string;
  /** POST when absent. */
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** JSON when absent. */
  type?: string;
  body?: string | Buffer;
  code: number;
  reason: string;
  message: string | RegExp;
  causes?: Cause[];
}

export const yaml = 'application/yaml';
export const jsonPatch = 'application/json-patch+json';
export const mergePatch = 'application/merge-patch+json';

/** Objects that stand in the namespace before each case. */
export const standing = {
  configmaps: [
    { metadata: { name: 'settled' }, data: { a: '1' } },
    { metadata: { name: 'frozen' }, data: { a: '1' }, immutable: true },
  ],
  secrets: [{ metadata: { name: 'login' }, type: 'Opaque', data: { password: 'aHVudGVyMg==' } }],
  pods: [{ metadata: { name: 'p' }, spec: { containers: [{ name: 'web', image: 'registry.example/web:1' }] } }],
};

export const configMap = (fields: object = {}): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'bad' }, ...fields });

export const pod = (spec: object): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bad' }, spec });

export const container = (fields: object = {}) => ({ name: 'web', image: 'registry.example/web:1', ...fields });
