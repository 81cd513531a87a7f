// The registry: every kind Gantry serves, one line each.
import { ConfigMap } from './core/config-map.ts';
import { Pod } from './core/pod.ts';
import type { KindDefinition } from './define-kind.ts';

/** All kinds, in the order discovery lists them. */
export const kinds: readonly KindDefinition[] = [ConfigMap, Pod];
