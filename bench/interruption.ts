// Ctrl-C and its like end a run in order: what is under way fails, and everybody cleans up behind it.
const controller = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => controller.abort(new Error(`ended by ${signal}`)));
}

/** Aborted once the run should end. */
export const interrupted = controller.signal;
