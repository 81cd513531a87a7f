// Whether the objects a token is bound to are still there: their UIDs, from the registry.
import { Pod } from '@gantry/api/kinds/core/pod';
import { Secret } from '@gantry/api/kinds/core/secret';
import { ServiceAccount } from '@gantry/api/kinds/core/service-account';
import type { KindDefinition } from '@gantry/api/kinds/define-kind';
import { StatusError } from '@gantry/api/meta/status-error';
import type { Registry } from '../../registry/registry.ts';
import type { BoundObject } from './service-account-token.ts';

export function uidLookup(registry: Pick<Registry, 'get'>) {
  const kindOf = ({ kind }: BoundObject): KindDefinition => {
    switch (kind) {
      case 'Pod':
        return Pod;
      case 'Secret':
        return Secret;
      case 'ServiceAccount':
        return ServiceAccount;
    }
  };
  return async (object: BoundObject): Promise<string | undefined> => {
    try {
      const { namespace, name } = object;
      return (await registry.get(kindOf(object), { namespace, name }, {})).metadata.uid;
    } catch (error) {
      if (error instanceof StatusError && error.reason === 'NotFound') return undefined;
      throw error;
    }
  };
}
