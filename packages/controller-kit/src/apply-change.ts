// The hand of every controller: makes one change of a plan. What is already so counts as done.
import type { ResourceClient } from '@gantry/api/client/resource-client';
import { StatusError } from '@gantry/api/meta/status-error';
import type { Change } from './controller.ts';

/**
 * @throws StatusError when the change was refused; the key is then tried again from a fresh view
 */
export async function applyChange(client: ResourceClient, change: Change): Promise<void> {
  try {
    await write(client, change);
  } catch (error) {
    if (!isAlreadySo(change, error)) throw error;
  }
}

function write(client: ResourceClient, change: Change): Promise<unknown> {
  const options = 'subresource' in change && change.subresource ? { subresource: change.subresource } : {};
  switch (change.type) {
    case 'create':
      return client.create(change.kind, change.object);
    case 'update':
      return client.update(change.kind, change.object, options);
    case 'patch':
      return client.patch(change.kind, change.name, change.patch, options);
    case 'delete':
      return client.delete(change.kind, change.name, change.options);
  }
}

function isAlreadySo(change: Change, error: unknown): boolean {
  if (!(error instanceof StatusError)) return false;
  return (change.type === 'delete' || change.type === 'patch') && error.reason === 'NotFound';
}
