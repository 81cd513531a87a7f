// The control plane's side of the channel to the process that started it: says when it is ready or why it is not,
// and learns when the parent is gone. Without a channel it does nothing.
interface Ready {
  type: 'ready';
  address: string;
  port: number;
  /** Milliseconds by phase. */
  phases: Readonly<Record<string, number>>;
}

interface Failed {
  type: 'failed';
  message: string;
  remedy: string;
}

export type ParentMessage = Ready | Failed;

/** Resolves when the message is on its way, or nobody is there to take it. */
export function tellParent(message: ParentMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send || !process.connected) resolve();
    else process.send(message, () => resolve());
  });
}

/** Resolves with the reason when the process should stop: a signal, or the end of the channel to the parent. */
export function stopRequested(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
    process.once('disconnect', () => resolve('the parent process is gone'));
    // SIGHUP ends a process by default; here it stops it in order.
    process.on('SIGHUP', () => resolve('SIGHUP'));
  });
}
