// A pod in a few words, as `kubectl get pods` shows it: how many containers are ready, one word of status, restarts
// (printPod in pkg/printers/internalversion/printers.go upstream).
import type { ContainerState, ContainerStatus } from './container-status.ts';
import type { PodView } from './pod-view.ts';

export interface PodSummary {
  ready: number;
  total: number;
  /** `Running`, `Init:0/2`, `CrashLoopBackOff`, `Terminating`, … */
  reason: string;
  restarts: number;
  /** When a container last ended before it was restarted; milliseconds since the epoch. */
  lastRestart: number | undefined;
}

export function summarize(pod: PodView): PodSummary {
  const start = phaseReason(pod);
  const init = summarizeInit(pod, start);
  const total = (pod.spec?.containers ?? []).length + sidecarNames(pod).size;
  const reached = !init.initializing || hasCondition(pod, 'Initialized');
  if (!reached) return { ...init, total, reason: deletionReason(pod, init.reason) };
  const main = summarizeMain(pod, init.reason);
  return {
    total,
    ready: init.ready + main.ready,
    reason: deletionReason(pod, main.reason),
    restarts: init.sidecarRestarts + main.restarts,
    lastRestart: latest([init.lastSidecarRestart, main.lastRestart]),
  };
}

const hasCondition = ({ status }: PodView, type: string): boolean =>
  status?.conditions?.find((condition) => condition.type === type)?.status === 'True';

function phaseReason({ status }: PodView): string {
  const gated = status?.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated');
  return gated ? 'SchedulingGated' : status?.reason || status?.phase || '';
}

/** Init containers that stay: they count among the pod's containers. */
const sidecarNames = ({ spec }: PodView): ReadonlySet<string> =>
  new Set(spec?.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name));

const lastEnd = ({ lastState }: ContainerStatus): number | undefined => {
  const finishedAt = lastState?.terminated?.finishedAt;
  return finishedAt ? Date.parse(finishedAt) : undefined;
};

const latest = (times: readonly (number | undefined)[]): number | undefined => {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
};

const restartsOf = (statuses: readonly ContainerStatus[]): number =>
  statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);

interface InitSummary extends Omit<PodSummary, 'total'> {
  initializing: boolean;
  sidecarRestarts: number;
  lastSidecarRestart: number | undefined;
}

function summarizeInit(pod: PodView, start: string): InitSummary {
  const statuses = pod.status?.initContainerStatuses ?? [];
  const sidecars = sidecarNames(pod);
  const isPast = (status: ContainerStatus) =>
    status.state?.terminated?.exitCode === 0 || (sidecars.has(status.name) && status.started === true);
  const found = statuses.findIndex((status) => !isPast(status));
  const current = statuses[found];
  // Containers behind the current one have not had their turn.
  const seen = current ? statuses.slice(0, found + 1) : statuses;
  const staying = seen.filter(({ name }) => sidecars.has(name));
  const readySidecars = staying.filter((status) => isPast(status) && !status.state?.terminated && status.ready);
  return {
    initializing: current !== undefined,
    ready: readySidecars.length,
    reason: current ? initReason(pod, current, found) : start,
    restarts: restartsOf(seen),
    lastRestart: latest(seen.map(lastEnd)),
    sidecarRestarts: restartsOf(staying),
    lastSidecarRestart: latest(staying.map(lastEnd)),
  };
}

function initReason({ spec }: PodView, { state }: ContainerStatus, index: number): string {
  if (state?.terminated) return `Init:${endReason(state.terminated)}`;
  const waiting = state?.waiting?.reason;
  if (waiting && waiting !== 'PodInitializing') return `Init:${waiting}`;
  return `Init:${index}/${spec?.initContainers?.length ?? 0}`;
}

function endReason({ reason, signal, exitCode }: NonNullable<ContainerState['terminated']>): string {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

type MainSummary = Pick<PodSummary, 'ready' | 'reason' | 'restarts' | 'lastRestart'>;

function summarizeMain(pod: PodView, start: string): MainSummary {
  const statuses = pod.status?.containerStatuses ?? [];
  const isRunning = ({ ready, state }: ContainerStatus) => ready && state?.running !== undefined && !stopReason(state);
  const running = statuses.filter(isRunning).length;
  // The first container with something to say says it.
  const reason = statuses.map(({ state }) => stopReason(state)).find((word) => word !== undefined) ?? start;
  return {
    ready: running,
    reason: reason === 'Completed' && running > 0 ? runningReason(pod) : reason,
    restarts: restartsOf(statuses),
    lastRestart: latest(statuses.map(lastEnd)),
  };
}

const runningReason = (pod: PodView): string => (hasCondition(pod, 'Ready') ? 'Running' : 'NotReady');

/** Why a container waits or ended; undefined when there is nothing to say. */
function stopReason(state: ContainerState | undefined): string | undefined {
  if (state?.waiting?.reason) return state.waiting.reason;
  return state?.terminated ? endReason(state.terminated) : undefined;
}

function deletionReason({ metadata, status }: PodView, reason: string): string {
  if (metadata.deletionTimestamp === undefined) return reason;
  if (status?.reason === 'NodeLost') return 'Unknown';
  const ended = status?.phase === 'Succeeded' || status?.phase === 'Failed';
  return ended ? reason : 'Terminating';
}
