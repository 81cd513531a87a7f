// A step of the bootstrap that failed for a reason the user can act on.

export class StepFailure extends Error {
  /**
   * @param {string} message one sentence, what went wrong
   * @param {{ remedy: string, detail?: string }} advice what to do, and the program's own last lines
   */
  constructor(message, { remedy, detail = '' }) {
    super(message);
    this.remedy = remedy;
    this.detail = detail;
  }
}
