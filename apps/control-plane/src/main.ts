// Composition root of the control plane: builds every service once, wires them, says when it is ready, stops in order.

import { join } from 'node:path';
import { kinds } from '@gantry/api/kinds';
import { createCipher } from '@gantry/store/cipher';
import type { Fence, ObjectStore } from '@gantry/store/object-store';
import { openStore } from '@gantry/store/open-store';
import { StoreError } from '@gantry/store/store-error';
import { admissionRules } from './admission/index.ts';
import { startBackground } from './background.ts';
import { type Config, readConfig } from './config.ts';
import { createLogger, type Logger } from './logger.ts';
import { stopRequested, tellParent } from './parent-process.ts';
import { loadPki, type Pki, writeKubeconfig } from './pki/pki.ts';
import { ensureSystemNamespaces } from './registry/bootstrap.ts';
import { createRegistryClient } from './registry/client.ts';
import { createRegistry } from './registry/create-registry.ts';
import type { Registry } from './registry/registry.ts';
import { createApiHandler } from './rest/api-server.ts';
import { Authenticator } from './rest/authn/authenticator.ts';
import { ServiceAccountTokens } from './rest/authn/service-account-token.ts';
import { loadTokenFile } from './rest/authn/token-file.ts';
import { uidLookup } from './rest/authn/uid-lookup.ts';
import { administrators } from './rest/authz/administrators.ts';
import { Authorizer } from './rest/authz/authorizer.ts';
import { boundPods } from './rest/authz/bound-pods.ts';
import { nodes } from './rest/authz/nodes.ts';
import { publicPaths } from './rest/authz/public-paths.ts';
import { BodyParser } from './rest/body/parse-body.ts';
import { YamlThread } from './rest/body/yaml-thread.ts';
import type { HealthChecks } from './rest/health.ts';
import { type Listeners, listen } from './rest/listeners.ts';
import { routeTable } from './rest/route-table.ts';
import { WatchStreams } from './rest/watch/watch-streams.ts';
import { StartError } from './start-error.ts';
import { StartPhases } from './start-phases.ts';

/** Milliseconds that requests under way are given when the server stops. */
const stopPatience = 10_000;
/** Milliseconds one YAML document may take to read. */
const yamlTimeLimit = 5_000;

interface ControlPlane {
  listeners: Listeners;
  stop(): Promise<void>;
}

async function start(config: Config, log: Logger, phases: StartPhases): Promise<ControlPlane> {
  const pki = await phases.run('certificates', () => loadPki(config.home, config.listen));
  const store = await phases.run('database', () => openDatabase(config, pki, log));
  try {
    const registry = createRegistry({
      store,
      kinds,
      clock: Date.now,
      admission: admissionRules(store),
      continueKey: pki.continueKey,
    });
    await phases.run('namespaces', () => ensureSystemNamespaces(clientOf(registry, 'apiserver')));
    const api = await phases.run('api', () => startApi({ config, pki, registry, log }));
    await writeKubeconfig(config.home, pki, api.listeners);
    const background = startBackground({ store, clientFor: (name, fence) => clientOf(registry, name, fence), log });
    return {
      listeners: api.listeners,
      stop: async () => {
        await Promise.all([api.stop(), background.stop()]);
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function openDatabase(config: Config, pki: Pki, log: Logger): Promise<ObjectStore> {
  const sealed = kinds.flatMap(({ resource, encryptedFields = [] }) =>
    encryptedFields.length > 0 ? [[resource, encryptedFields] as const] : [],
  );
  return openStore({
    url: config.databaseUrl,
    cipher: createCipher({ keys: [{ id: 'k1', bytes: pki.storeKey }], fields: Object.fromEntries(sealed) }),
    onFailure: (error) => log.warn({ error: error.message }, 'database trouble, retrying'),
  });
}

/** A client for the control plane's own parts: they act with all rights, under names of their own. */
function clientOf(registry: Registry, name: string, fence?: Fence) {
  return createRegistryClient(registry, {
    user: { name: `system:${name}`, groups: ['system:masters'] },
    userAgent: name,
    ...(fence && { fence: () => fence }),
    authorize: () => undefined,
  });
}

interface ApiParts {
  config: Config;
  pki: Pki;
  registry: Registry;
  log: Logger;
}

async function startApi({
  config,
  pki,
  registry,
  log,
}: ApiParts): Promise<{ listeners: Listeners; stop(): Promise<void> }> {
  const tokens = new ServiceAccountTokens({
    key: pki.serviceAccountKey,
    uidOf: uidLookup(registry),
    clock: Date.now,
  });
  const tokenFile = await loadTokenFile(join(pki.folder, 'tokens.csv'));
  const thread = new YamlThread({ entry: new URL('./yaml-worker.js', import.meta.url), timeLimit: yamlTimeLimit });
  const watches = new WatchStreams(registry);
  let stopping = false;
  const services = { registry, kinds, parser: new BodyParser(thread), tokens, watches };
  const handler = await createApiHandler({
    routes: routeTable(
      services,
      healthOf(registry, () => stopping),
    ),
    authenticator: new Authenticator([tokenFile, tokens.authenticate]),
    authorizer: new Authorizer([administrators, publicPaths, nodes(boundPods(registry))]),
    log,
  });
  const listeners = await listen(handler, {
    port: config.apiPort,
    addresses: config.listen,
    tls: { ...pki.server, authority: pki.authority.certificate },
  });
  const stop = async () => {
    stopping = true;
    watches.stop();
    await listeners.close(stopPatience);
    await handler.close();
    await thread.close();
  };
  return { listeners, stop };
}

function healthOf(registry: Registry, stopping: () => boolean): HealthChecks {
  const [kind] = kinds;
  return {
    livez: [],
    readyz: [
      {
        name: 'store',
        check: async () => kind !== undefined && (await registry.list(kind, { limit: 1 })) !== undefined,
      },
      { name: 'shutdown', check: () => !stopping() },
    ],
  };
}

async function main(): Promise<void> {
  const phases = new StartPhases();
  const stop = stopRequested();
  try {
    const config = readConfig(process.env);
    const log = createLogger(config.logLevel);
    const controlPlane = await start(config, log, phases);
    const { address, port } = controlPlane.listeners;
    log.info({ address, port, phases: phases.milliseconds }, 'ready');
    await tellParent({ type: 'ready', address, port, phases: phases.milliseconds });
    log.info({ reason: await stop }, 'stopping');
    await controlPlane.stop();
    process.exit(0);
  } catch (error) {
    await reportFailure(error);
    process.exit(1);
  }
}

async function reportFailure(error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  const known = error instanceof StartError || error instanceof StoreError;
  const remedy = known ? error.remedy : 'see the lines above, and report it if it looks like a fault of Gantry';
  const sentence = message.replace(`; ${remedy}`, '');
  if (!known && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.stderr.write(`gantry control plane: ${sentence}\n  ${remedy}\n`);
  await tellParent({ type: 'failed', message: sentence, remedy });
}

await main();
