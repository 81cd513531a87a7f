// Lease: who holds a role, and until when; nodes prove with it that they live.
import type { z } from 'zod';
import { qualifiedNameProblems } from '../../meta/names.ts';
import { objectFields } from '../../meta/object-meta.ts';
import { int32, microTime, object, ref, text } from '../../schema/field.ts';
import { type FieldError, forbidden, invalid, notSupported } from '../../schema/field-error.ts';
import { FieldPath } from '../../schema/field-path.ts';
import { defineKind } from '../define-kind.ts';

const strategies = ['OldestEmulationVersion'];

const LeaseSpec = object('io.k8s.api.coordination.v1.LeaseSpec', 'Who holds a lease, since when and for how long.', {
  acquireTime: microTime('When the present holder took the lease.'),
  holderIdentity: text('Who holds the lease; empty when nobody does.'),
  leaseDurationSeconds: int32('Seconds after `renewTime` at which others may take the lease.'),
  leaseTransitions: int32('How often the lease has passed from one holder to another.'),
  preferredHolder: text('Who should hold the lease next; the present holder gives it up to them.'),
  renewTime: microTime('When the holder last renewed the lease.'),
  strategy: text('How the next holder is chosen when the election is coordinated.'),
});

const schema = object('io.k8s.api.coordination.v1.Lease', 'A role that one holder has at a time.', {
  ...objectFields,
  spec: ref(LeaseSpec, 'Who holds the lease and for how long.'),
});

export type Lease = z.infer<typeof schema>;

const path = FieldPath.of('spec');

function validate({ spec = {} }: Lease): FieldError[] {
  const { leaseDurationSeconds: seconds, leaseTransitions: transitions, preferredHolder, strategy } = spec;
  const errors: FieldError[] = [];
  if (seconds !== undefined && seconds <= 0) {
    errors.push(invalid(path.child('leaseDurationSeconds'), seconds, 'must be greater than 0'));
  }
  if (transitions !== undefined && transitions < 0) {
    errors.push(invalid(path.child('leaseTransitions'), transitions, 'must be greater than or equal to 0'));
  }
  if (strategy !== undefined) errors.push(...validateStrategy(strategy));
  if (preferredHolder && !strategy) {
    errors.push(forbidden(path.child('preferredHolder'), 'may only be specified if `strategy` is defined'));
  }
  return errors;
}

function validateStrategy(strategy: string): FieldError[] {
  const at = path.child('strategy');
  if (strategy.includes('/')) return qualifiedNameProblems(strategy).map((each) => invalid(at, strategy, each));
  return strategies.includes(strategy) ? [] : [notSupported(at, strategy, strategies)];
}

export const Lease = defineKind<Lease>({
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  singular: 'lease',
  scope: 'Namespaced',
  nameRule: 'dns-subdomain',
  schema,
  columns: [
    {
      name: 'Holder',
      type: 'string',
      description: 'Who holds the lease.',
      cell: ({ spec }) => spec?.holderIdentity ?? '',
    },
  ],
  conditionalUpdate: true,
  validate,
});
