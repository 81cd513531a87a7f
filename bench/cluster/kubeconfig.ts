// Where a TLS server is and who we are to it, read from the administrator's kubeconfig.
import { readFile } from 'node:fs/promises';

export interface Endpoint {
  host: string;
  port: number;
  /** PEM: authority of the server, and the client's certificate with its key. */
  ca: string;
  cert: string;
  key: string;
}

/** Reads what Gantry writes: one cluster, one user, everything inline. */
export async function readKubeconfig(path: string): Promise<Endpoint> {
  const text = await readFile(path, 'utf8');
  const field = (name: string): string => {
    const value = new RegExp(`\\b${name}: *"?([^"\\s]+)`).exec(text)?.[1];
    if (value === undefined) throw new Error(`${path} holds no ${name}`);
    return value;
  };
  const pem = (name: string) => Buffer.from(field(name), 'base64').toString('utf8');
  const { hostname, port } = new URL(field('server'));
  return {
    host: hostname,
    port: Number(port),
    ca: pem('certificate-authority-data'),
    cert: pem('client-certificate-data'),
    key: pem('client-key-data'),
  };
}
