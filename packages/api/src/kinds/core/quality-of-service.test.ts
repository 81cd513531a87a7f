import { describe, expect, it } from 'vitest';
import { qosClassOf } from './quality-of-service.ts';
import type { ResourceRequirements } from './resources.ts';

const both = { cpu: '1', memory: '1Gi' };

const cases: Record<string, [containers: ResourceRequirements[], expected: string, pod?: ResourceRequirements]> = {
  'nobody asks': [[{}, {}], 'BestEffort'],
  'zero is nothing': [[{ requests: { cpu: '0' } }], 'BestEffort'],
  'other resources do not count': [[{ limits: { 'example.com/gpu': '1' } }], 'BestEffort'],
  'requests alone': [[{ requests: both }], 'Burstable'],
  'limits equal to requests': [[{ requests: both, limits: both }], 'Guaranteed'],
  'equal amounts written differently': [[{ requests: { cpu: '1000m', memory: '1024Mi' }, limits: both }], 'Guaranteed'],
  'limits above requests': [[{ requests: both, limits: { ...both, cpu: '2' } }], 'Burstable'],
  'one resource without a limit': [[{ requests: { cpu: '1' }, limits: { cpu: '1' } }], 'Burstable'],
  'one container without limits': [[{ requests: both, limits: both }, {}], 'Burstable'],
  'amounts of the pod come first': [[{}], 'Guaranteed', { requests: both, limits: both }],
  'the pod without limits': [[{ requests: both, limits: both }], 'Burstable', { requests: both }],
};

describe('qosClassOf', () => {
  it.each(Object.entries(cases))('%s', (_, [containers, expected, resources]) => {
    const named = containers.map((each, index) => ({ name: `c${index}`, resources: each }));
    expect(qosClassOf({ containers: named, resources })).toBe(expected);
  });

  it('counts init containers', () => {
    const web = { name: 'web', resources: { requests: both, limits: both } };
    expect(qosClassOf({ containers: [web], initContainers: [{ name: 'init' }] })).toBe('Burstable');
  });
});
