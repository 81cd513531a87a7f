// Amounts of compute and storage that containers, pods and claims ask for.
import type { z } from 'zod';
import { list, map, object, required, scalar, text } from '../../schema/field.ts';

export const ResourceClaim = object(
  'io.k8s.api.core.v1.ResourceClaim',
  "Names one of the pod's resource claims for a container.",
  {
    name: required(text("Name of an entry in the pod's `resourceClaims`.")),
    request: text('Request within that claim; empty makes the whole claim available.'),
  },
);

export const ResourceRequirements = object(
  'io.k8s.api.core.v1.ResourceRequirements',
  'Least and greatest amounts of compute resources, such as `cpu` and `memory`.',
  {
    claims: list(ResourceClaim, 'Resource claims of the pod that the container uses.', {
      allowDuplicates: true,
      type: 'map',
      keys: ['name'],
    }),
    limits: map(scalar.quantity, 'Most the container may use, by resource: `{cpu: "1", memory: 512Mi}`.'),
    requests: map(
      scalar.quantity,
      'Amount set aside for the container, by resource; limits stand in for what is missing.',
    ),
  },
);

export const VolumeResourceRequirements = object(
  'io.k8s.api.core.v1.VolumeResourceRequirements',
  'Least and greatest size of a volume.',
  {
    limits: map(scalar.quantity, 'Greatest size, under `storage`.'),
    requests: map(scalar.quantity, 'Least size, under `storage`.'),
  },
);

export const ContainerResizePolicy = object(
  'io.k8s.api.core.v1.ContainerResizePolicy',
  'What a change of one resource means for a running container.',
  {
    resourceName: required(text('Resource the rule is for: `cpu` or `memory`.', { enum: ['cpu', 'memory'] })),
    restartPolicy: required(
      text('`NotRequired` changes it in place, `RestartContainer` restarts the container.', {
        enum: ['NotRequired', 'RestartContainer'],
      }),
    ),
  },
);

export type ResourceClaim = z.infer<typeof ResourceClaim>;
export type ResourceRequirements = z.infer<typeof ResourceRequirements>;
export type VolumeResourceRequirements = z.infer<typeof VolumeResourceRequirements>;
export type ContainerResizePolicy = z.infer<typeof ContainerResizePolicy>;
