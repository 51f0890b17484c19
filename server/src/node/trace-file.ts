import { closeSync, openSync, writeSync } from 'node:fs';

/**
 * Writes entries to a file, one a line, behind a line that says what the file holds; readable for its owner only. A disk
 * that is full ends the trace, not the program.
 * @throws where the file cannot be opened.
 */
export function traceTo(file: string, version: string): (entry: object) => void {
  const handle = openSync(file, 'w', 0o600);
  let isOpen = true;
  const write = (entry: object): void => {
    if (!isOpen) return;
    try {
      writeSync(handle, `${JSON.stringify(entry)}\n`);
    } catch {
      isOpen = false;
      closeSync(handle);
    }
  };
  const about = { flagwright: version, node: process.version, platform: process.platform };
  const content =
    'Messages from an editor to flagwright lsp. They hold the texts of the files that were open.';
  write({ ...about, content });
  return write;
}
