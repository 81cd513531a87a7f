// Shows phases that last more than a second: a spinner line on a terminal, plain lines elsewhere. Writes to stderr only,
// so that a verb's own output stays clean.

const SPINNER = ['|', '/', '-', '\\'];
const QUIET_MS = 1000;

/**
 * Runs one phase; silent when it takes less than a second.
 * @template T
 * @param {string} title such as `installing packages`
 * @param {() => Promise<T>} work
 * @returns {Promise<{ value: T, seconds: number }>}
 */
export async function showPhase(title, work) {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const display = process.stderr.isTTY ? spinnerLine(title, seconds) : plainLine(title);
  let done = false;
  try {
    const value = await work();
    done = true;
    return { value, seconds: seconds() };
  } finally {
    display.end(done ? `${title}: done in ${seconds().toFixed(1)} s` : undefined);
  }
}

/**
 * @param {string} title
 * @param {() => number} seconds
 */
function spinnerLine(title, seconds) {
  let turn = 0;
  let shown = false;
  const timer = setInterval(() => {
    if (seconds() * 1000 < QUIET_MS) return;
    shown = true;
    turn += 1;
    process.stderr.write(`\r\x1b[K${SPINNER[turn % SPINNER.length]} ${title} ${seconds().toFixed(0)} s`);
  }, 120);
  return endOf(timer, (line) => {
    if (shown) process.stderr.write(`\r\x1b[K${line === undefined ? '' : `${line}\n`}`);
  });
}

/** @param {string} title */
function plainLine(title) {
  let shown = false;
  const timer = setTimeout(() => {
    shown = true;
    process.stderr.write(`${title} ...\n`);
  }, QUIET_MS);
  return endOf(timer, (line) => {
    if (shown && line !== undefined) process.stderr.write(`${line}\n`);
  });
}

/**
 * @param {NodeJS.Timeout} timer
 * @param {(line: string | undefined) => void} finish
 */
function endOf(timer, finish) {
  return {
    /** @param {string | undefined} line */
    end(line) {
      clearTimeout(timer);
      finish(line);
    },
  };
}
