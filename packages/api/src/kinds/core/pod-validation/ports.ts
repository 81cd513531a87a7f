// Rules of container ports and of the host ports they take.
import { duplicate, type FieldError, invalid, requiredValue } from '../../../schema/field-error.ts';
import type { FieldPath } from '../../../schema/field-path.ts';
import type { Container, ContainerPort } from '../container.ts';
import type { PodSpec } from '../pod-spec.ts';
import { each, invalidEach, portNameProblems, portNumber } from './checks.ts';

export function validatePorts(ports: readonly ContainerPort[] | undefined, path: FieldPath): FieldError[] {
  const names = new Set<string>();
  return each(ports, path, (port, at) => [
    ...validatePortName(port, names, at.child('name')),
    ...validateContainerPort(port, at.child('containerPort')),
    ...(port.hostPort ? portNumber(port.hostPort, at.child('hostPort')) : []),
  ]);
}

function validatePortName({ name }: ContainerPort, names: Set<string>, path: FieldPath): FieldError[] {
  if (!name) return [];
  const problems = portNameProblems(name);
  if (problems.length > 0) return invalidEach(path, name, problems);
  if (names.has(name)) return [duplicate(path, name)];
  names.add(name);
  return [];
}

/** Zero is Go's absent number. */
const validateContainerPort = ({ containerPort }: ContainerPort, path: FieldPath): FieldError[] =>
  containerPort === 0 ? [requiredValue(path)] : portNumber(containerPort, path);

/** No two of these containers may take the same port of the node. */
export function validateHostPorts(containers: readonly Container[] | undefined, path: FieldPath): FieldError[] {
  const taken = new Set<string>();
  return each(containers, path, ({ ports }, at) =>
    each(ports, at.child('ports'), ({ protocol = '', hostIP = '', hostPort }, portPath) => {
      if (!hostPort) return [];
      const place = `${protocol}/${hostIP}/${hostPort}`;
      if (taken.has(place)) return [duplicate(portPath.child('hostPort'), place)];
      taken.add(place);
      return [];
    }),
  );
}

/** On the host's network a container's port is the node's. */
export function validateHostNetworkPorts({ hostNetwork, containers }: PodSpec, path: FieldPath): FieldError[] {
  if (!hostNetwork) return [];
  return each(containers, path.child('containers'), ({ ports }, at) =>
    each(ports, at.child('ports'), ({ hostPort, containerPort }, portPath) =>
      // A template may leave it out: the pod's own defaults fill it in.
      !hostPort || hostPort === containerPort
        ? []
        : [invalid(portPath.child('hostPort'), hostPort, 'must match `containerPort` when `hostNetwork` is true')],
    ),
  );
}
