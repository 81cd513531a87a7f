// `gantry server`: one more control plane on a PostgreSQL that is there already, in the foreground.
import { Failure } from '../failure.ts';
import { prepareHome } from '../home/data-directory.ts';
import { homeLayout } from '../home/home-layout.ts';
import { probeDatabase } from '../postgres/database-probe.ts';
import { controlPlane } from '../starter/control-plane.ts';
import { readyMessage } from '../starter/ready-message.ts';
import { StopSignals } from '../starter/stop-signals.ts';
import { surviveClosedOutput } from '../terminal/output.ts';
import { Progress } from '../terminal/progress.ts';
import type { Verb, VerbContext } from './verb.ts';

export const server: Verb = {
  name: 'server',
  summary: 'run one more control plane on the database that DATABASE_URL names',
  description: `Runs a control plane alone, for further replicas: DATABASE_URL names the PostgreSQL they share, and
$GANTRY_HOME/pki holds the keys they share (copy it from the first). It logs to this terminal, stays in
the foreground, and is not started again when it ends: that is for what runs it.`,
  options: {},
  run: runServer,
};

async function runServer(context: VerbContext): Promise<number> {
  surviveClosedOutput();
  const config = context.config();
  const { databaseUrl } = config;
  if (databaseUrl === undefined) {
    throw new Failure(
      'gantry server needs DATABASE_URL, the PostgreSQL that all replicas share',
      'set DATABASE_URL=postgresql://user:password@host:5432/database, or use `gantry up`, which brings a PostgreSQL along',
    );
  }
  const layout = homeLayout(config.home);
  const signals = new StopSignals(() => performance.now());
  const deafen = signals.listen();
  const progress = new Progress(process.stderr, context.earlier);
  try {
    prepareHome(layout);
    await progress.phase('database', () => probeDatabase(databaseUrl));
    const plane = controlPlane({ config, layout, databaseUrl, forced: signals.forced, foreground: true });
    const { child, endpoint } = await progress.phase('control plane', () => plane.start(signals.stopping));
    const totalSeconds = performance.now() / 1000;
    const facts = { endpoint, kubeconfig: layout.adminKubeconfig, phases: progress.times, totalSeconds };
    process.stdout.write(`${readyMessage(facts)}\n`);
    signals.stopping.addEventListener('abort', () => void child.stop(signals.forced), { once: true });
    const end = await child.ended;
    if (!signals.stopping.aborted)
      throw new Failure(`the control plane ended with ${end}`, 'its last lines stand above');
  } catch (error) {
    if (!signals.stopping.aborted) throw error;
  } finally {
    deafen();
  }
  return signals.forced.aborted ? 130 : 0;
}
