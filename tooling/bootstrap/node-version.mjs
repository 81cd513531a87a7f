// Which Node.js runs Gantry; read before everything else, so it keeps to syntax that old versions know.

/**
 * Node 20.19 and later of that line, and everything from 22 on (21 never had what 20.19 brought).
 * @param {string} version such as `20.19.3`
 */
export function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (major === 20 && minor >= 19) || major >= 22;
}

/**
 * Ends the process with one sentence and a remedy when this Node is too old.
 * @param {string} version such as `20.19.3`
 */
export function requireSupportedNode(version) {
  if (isSupportedNode(version)) return;
  process.stderr.write(
    `gantry: Node.js ${version} is too old: Gantry needs 20.19 or later of the 20 line, 22, or 24\n` +
      '  remedy: install Node.js 22 or 24 (https://nodejs.org) and run the command again\n',
  );
  process.exit(1);
}
