// How long each phase of the start took, for the line that `gantry up` ends with.
export class StartPhases {
  private readonly durations: Record<string, number> = {};

  /** Runs one phase and notes its milliseconds. */
  async run<T>(name: string, phase: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await phase();
    } finally {
      this.durations[name] = Math.round(performance.now() - start);
    }
  }

  /** Milliseconds by phase, in the order they ran. */
  get milliseconds(): Readonly<Record<string, number>> {
    return this.durations;
  }
}
