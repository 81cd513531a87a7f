// Every change `gantry up` makes to a machine, in words; uninstall undoes exactly these.
import type { Config } from '../config.ts';
import { inspectHome } from '../home/data-directory.ts';
import { homeLayout } from '../home/home-layout.ts';
import { readInstance } from '../home/instance.ts';
import { choosePostgresAccount } from '../postgres/postgres-account.ts';
import { socketFolderOf } from '../postgres/socket-folder.ts';

/** Stands for the id in names until the first start makes one: it has the same length. */
const NOT_YET = '********';

export function machineChanges(config: Config): string[] {
  const layout = homeLayout(config.home);
  const port = config.apiPort === 0 ? 'any free port' : `port ${config.apiPort}`;
  const addresses = ['127.0.0.1', ...config.listen].join(', ');
  const state = inspectHome(layout);
  const made = state === 'ours' ? 'uses' : 'makes';
  return [
    `${made} the data directory ${layout.home}: keys, admin.kubeconfig, logs${config.databaseUrl === undefined ? ', the database (about 130 MB)' : ''}`,
    `listens on ${port} (TCP, TLS) of ${addresses}`,
    `runs the control plane as user id ${process.geteuid?.()}`,
    ...(config.databaseUrl === undefined
      ? postgresChanges(config, state === 'ours')
      : ['writes to the database DATABASE_URL names, which uninstall leaves alone']),
  ];
}

function postgresChanges({ home }: Config, isOurs: boolean): string[] {
  const layout = homeLayout(home);
  const account = choosePostgresAccount(layout.postgresData);
  const user =
    account === undefined
      ? `user id ${process.geteuid?.()}`
      : `user ${account.name} (id ${account.uid}), who is there already`;
  const socketFolder = socketFolderOf(layout, isOurs ? readInstance(layout) : NOT_YET);
  return [
    `runs PostgreSQL as ${user}, without a TCP port`,
    `makes its socket in ${socketFolder} (mode 0700) while it runs, and one SysV shared memory segment of 56 bytes`,
  ];
}
