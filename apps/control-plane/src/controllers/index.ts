// Every controller the leading control plane runs, one line each.
import { kinds } from '@gantry/api/kinds';
import type { Controller } from '@gantry/controller-kit/controller';
import { garbageCollector } from './garbage-collector.ts';
import { namespaceController } from './namespace.ts';

/** All controllers. */
export const controllers: readonly Controller[] = [garbageCollector(kinds), namespaceController(kinds)];
