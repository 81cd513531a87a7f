// Users, privileges and confinement of pods and containers.
import type { z } from 'zod';
import { flag, int64, list, object, ref, required, scalar, text } from '../../schema/field.ts';

export const AppArmorProfile = object(
  'io.k8s.api.core.v1.AppArmorProfile',
  "An AppArmor profile for the container's processes.",
  {
    localhostProfile: text('Name of a profile loaded on the node, for type `Localhost`.'),
    type: required(
      text('`RuntimeDefault`, `Localhost` or `Unconfined`.', { enum: ['Localhost', 'RuntimeDefault', 'Unconfined'] }),
    ),
  },
);

export const SeccompProfile = object('io.k8s.api.core.v1.SeccompProfile', 'A filter of system calls.', {
  localhostProfile: text("File on the node, for type `Localhost`; relative to the kubelet's seccomp folder."),
  type: required(
    text('`RuntimeDefault`, `Localhost` or `Unconfined`.', { enum: ['Localhost', 'RuntimeDefault', 'Unconfined'] }),
  ),
});

export const SELinuxOptions = object('io.k8s.api.core.v1.SELinuxOptions', 'An SELinux label.', {
  level: text('Level part of the label.'),
  role: text('Role part of the label.'),
  type: text('Type part of the label.'),
  user: text('User part of the label.'),
});

export const WindowsSecurityContextOptions = object(
  'io.k8s.api.core.v1.WindowsSecurityContextOptions',
  'Settings for Windows containers.',
  {
    gmsaCredentialSpec: text("Contents of the group-managed service account's credential spec."),
    gmsaCredentialSpecName: text('Name of the credential spec.'),
    hostProcess: flag('Runs the container as a process of the host.'),
    runAsUserName: text("Windows user the container's program runs as."),
  },
);

export const Capabilities = object(
  'io.k8s.api.core.v1.Capabilities',
  'Changes to the Linux capabilities a container starts with.',
  {
    add: list(scalar.text, 'Capabilities to grant, such as `NET_ADMIN`; `ALL` grants every one.', { type: 'atomic' }),
    drop: list(scalar.text, 'Capabilities to take away; `ALL` takes every one.', { type: 'atomic' }),
  },
);

export const Sysctl = object('io.k8s.api.core.v1.Sysctl', "A kernel parameter of the pod's kernel namespaces.", {
  name: required(text('Name of the parameter, such as `net.ipv4.ip_unprivileged_port_start`.')),
  value: required(text('Value to set.', { allowEmpty: true })),
});

export const SecurityContext = object(
  'io.k8s.api.core.v1.SecurityContext',
  "User, privileges and confinement of one container; comes before the pod's settings.",
  {
    allowPrivilegeEscalation: flag('Lets a process gain more privileges than its parent; false sets no_new_privs.'),
    appArmorProfile: ref(AppArmorProfile, 'AppArmor profile of the container.'),
    capabilities: ref(Capabilities, "Capabilities to add to or drop from the runtime's default set."),
    privileged: flag("Runs with all capabilities and access to the host's devices."),
    procMount: text('View of `/proc`: `Default` masks parts of it, `Unmasked` shows all.', {
      enum: ['Default', 'Unmasked'],
    }),
    readOnlyRootFilesystem: flag("Makes the container's root file system read-only."),
    runAsGroup: int64("Group id the program runs as; the runtime's default when unset."),
    runAsNonRoot: flag('Refuses to start the container as user 0.'),
    runAsUser: int64("User id the program runs as; the image's user when unset."),
    seLinuxOptions: ref(SELinuxOptions, 'SELinux label of the container.'),
    seccompProfile: ref(SeccompProfile, 'System call filter of the container.'),
    windowsOptions: ref(WindowsSecurityContextOptions, 'Settings for Windows containers.'),
  },
);

export const PodSecurityContext = object(
  'io.k8s.api.core.v1.PodSecurityContext',
  'User, groups and confinement for all containers of a pod.',
  {
    appArmorProfile: ref(AppArmorProfile, "AppArmor profile of the pod's containers."),
    fsGroup: int64("Group id that owns the pod's volumes and is added to every container's groups."),
    fsGroupChangePolicy: text("When a volume's owner is changed: `Always` or only `OnRootMismatch`.", {
      enum: ['Always', 'OnRootMismatch'],
    }),
    runAsGroup: int64('Group id programs run as, unless the container says otherwise.'),
    runAsNonRoot: flag('Refuses to start containers as user 0.'),
    runAsUser: int64('User id programs run as, unless the container says otherwise.'),
    seLinuxChangePolicy: text('How volumes get their SELinux label: `MountOption` or `Recursive`.', {
      enum: ['MountOption', 'Recursive'],
    }),
    seLinuxOptions: ref(SELinuxOptions, "SELinux label of the pod's containers."),
    seccompProfile: ref(SeccompProfile, "System call filter of the pod's containers."),
    supplementalGroups: list(scalar.int64, 'Further group ids of the first process in each container.', {
      type: 'atomic',
    }),
    supplementalGroupsPolicy: text("`Merge` adds groups from the image's /etc/group, `Strict` does not.", {
      enum: ['Merge', 'Strict'],
    }),
    sysctls: list(Sysctl, "Kernel parameters to set in the pod's kernel namespaces.", { type: 'atomic' }),
    windowsOptions: ref(WindowsSecurityContextOptions, 'Settings for Windows containers.'),
  },
);

export type AppArmorProfile = z.infer<typeof AppArmorProfile>;
export type SeccompProfile = z.infer<typeof SeccompProfile>;
export type SELinuxOptions = z.infer<typeof SELinuxOptions>;
export type WindowsSecurityContextOptions = z.infer<typeof WindowsSecurityContextOptions>;
export type Capabilities = z.infer<typeof Capabilities>;
export type Sysctl = z.infer<typeof Sysctl>;
export type SecurityContext = z.infer<typeof SecurityContext>;
export type PodSecurityContext = z.infer<typeof PodSecurityContext>;
