// Where everything lies inside the data directory.
import { join } from 'node:path';

export interface HomeLayout {
  home: string;
  /** Holds the instance id; its presence says that the folder is Gantry's */
  instanceFile: string;
  /** Records of running processes, one file each */
  runFolder: string;
  starterLock: string;
  logFolder: string;
  /** PostgreSQL's programs and data */
  postgresFolder: string;
  postgresData: string;
  adminKubeconfig: string;
}

export function homeLayout(home: string): HomeLayout {
  const runFolder = join(home, 'run');
  const postgresFolder = join(home, 'postgres');
  return {
    home,
    instanceFile: join(home, 'instance'),
    runFolder,
    starterLock: join(runFolder, 'starter.json'),
    logFolder: join(home, 'logs'),
    postgresFolder,
    postgresData: join(postgresFolder, 'data'),
    adminKubeconfig: join(home, 'admin.kubeconfig'),
  };
}
