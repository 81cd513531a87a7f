// Runs one program of the bootstrap to its end, keeping its last output for the error message.
import { spawn } from 'node:child_process';

const KEPT_BYTES = 16_384;

/**
 * @param {string[]} command program and arguments
 * @param {{ cwd: string }} options
 * @returns {Promise<{ code: number, output: string }>} `code` is 127 when the program could not be started
 */
export function runChild([program = '', ...args], { cwd }) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString('utf8')).slice(-KEPT_BYTES);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: output.trim() }));
  });
}

/**
 * @param {string} output
 * @param {number} count
 */
export function lastLines(output, count) {
  return output.split('\n').slice(-count).join('\n');
}

/**
 * The first lines that say something; npm puts what was wrong first and its manual after it.
 * @param {string} output
 * @param {number} count
 */
export function firstLines(output, count) {
  const lines = output.split('\n').filter((line) => !/^npm (error|warn)?\s*$/.test(line));
  return lines.slice(0, count).join('\n');
}
