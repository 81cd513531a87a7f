// Accept headers, as clients really send them.
import { expect, test } from 'vitest';
import { negotiate, type View } from './negotiation.ts';

const objects: View[] = ['Table', 'PartialObjectMetadata'];
const table = 'application/json;as=Table;v=v1;g=meta.k8s.io';

test.each([
  ['', { format: 'json' }],
  ['*/*', { format: 'json' }],
  ['application/json, */*', { format: 'json' }],
  ['application/vnd.kubernetes.protobuf,application/json', { format: 'json' }],
  ['application/vnd.kubernetes.protobuf', { format: 'json' }],
  ['application/vnd.kubernetes.protobuf,application/yaml', { format: 'yaml' }],
  ['application/json;q=0.5,application/yaml', { format: 'yaml' }],
  ['application/yaml;q=0,application/json', { format: 'json' }],
  [
    `${table},application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json`,
    { format: 'json', view: 'Table', version: 'v1' },
  ],
  ['application/json;as=Table;v=v2;g=meta.k8s.io,application/json', { format: 'json' }],
  ['application/json;as=Table;v=v1;g=other,application/yaml', { format: 'yaml' }],
  [
    'application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json',
    { format: 'json' },
  ],
  [
    'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    { format: 'json', view: 'PartialObjectMetadata', version: 'v1' },
  ],
  ['application/json;stream=watch', { format: 'json' }],
])('%s', (accept, form) => {
  expect(negotiate(accept, objects)).toEqual(form);
});

test.each([
  'text/html',
  'application/xml, text/*',
  'application/json;as=Pie;v=v1;g=meta.k8s.io',
  '__proto__',
  'constructor',
])('%s is not acceptable', (accept) => {
  expect(() => negotiate(accept, objects)).toThrow('only the following media types are accepted');
});

test('a table is not given where none can be', () => {
  expect(negotiate(`${table},application/json`, [])).toEqual({ format: 'json' });
});
