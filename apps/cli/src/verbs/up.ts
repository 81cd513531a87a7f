// `gantry up`: the starter of one machine, in the foreground until Ctrl-C.
import { Failure } from '../failure.ts';
import { homeLayout } from '../home/home-layout.ts';
import { explainSecondStarter, runningStarter } from '../home/starter-lock.ts';
import { runPreflight } from '../preflight/preflight.ts';
import { formatChecks } from '../preflight/report.ts';
import { readyMessage } from '../starter/ready-message.ts';
import { Starter } from '../starter/starter.ts';
import { StopSignals } from '../starter/stop-signals.ts';
import { surviveClosedOutput, symbolsFor } from '../terminal/output.ts';
import { Progress } from '../terminal/progress.ts';
import type { Verb, VerbContext } from './verb.ts';

export const up: Verb = {
  name: 'up',
  summary: 'start everything on this machine, and keep it running until Ctrl-C',
  description: `Checks the machine, makes the data directory, starts PostgreSQL and the control plane, and prints "ready"
and a kubectl line to copy. It stays in the foreground: Ctrl-C, SIGTERM and a closed terminal stop
everything in order, a second Ctrl-C forces. A child that dies is started again.`,
  options: {},
  run: runUp,
};

async function runUp(context: VerbContext): Promise<number> {
  surviveClosedOutput();
  const signals = new StopSignals(() => performance.now());
  const deafen = signals.listen();
  const progress = new Progress(process.stderr, context.earlier);
  const config = context.config();
  const starter = new Starter({ config, layout: homeLayout(config.home), progress, signals });
  try {
    await checkMachine(context, progress);
    signals.stopping.throwIfAborted();
    const endpoint = await starter.start();
    const kubeconfig = homeLayout(config.home).adminKubeconfig;
    // Since this process began: installing and building ran in it too.
    const totalSeconds = performance.now() / 1000;
    process.stdout.write(`${readyMessage({ endpoint, kubeconfig, phases: progress.times, totalSeconds })}\n`);
    await starter.watch();
  } catch (error) {
    if (!signals.stopping.aborted) throw error;
  } finally {
    if (signals.stopping.aborted) progress.line('stopping (Ctrl-C again forces)');
    await starter.stop();
    deafen();
  }
  progress.line(signals.forced.aborted ? 'stopped by force' : 'stopped');
  return signals.forced.aborted ? 130 : 0;
}

async function checkMachine(context: VerbContext, progress: Progress): Promise<void> {
  const config = context.config();
  const layout = homeLayout(config.home);
  const running = runningStarter(layout);
  if (running !== undefined) throw explainSecondStarter(layout, running);
  const results = await progress.phase('preflight', () => runPreflight(config));
  const notable = results.filter(({ status }) => status !== 'pass');
  const failures = notable.filter(({ status }) => status === 'fail');
  const [first] = failures;
  if (failures.length === 1 && first !== undefined) throw new Failure(first.message, first.remedy);
  for (const line of formatChecks(notable, symbolsFor(process.stderr, process.env))) progress.line(line);
  if (failures.length > 0) throw new Failure(`${failures.length} checks of this machine failed`, 'see each one above');
}
