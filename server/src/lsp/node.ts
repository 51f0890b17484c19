import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { version } from '../../../package.json';
import { prometheusEvidence } from '../evidence/prometheus';
import { userCacheFolder } from '../node/cache-folder';
import { readCodeowners } from '../node/codeowners';
import { diskHost } from '../node/disk';
import { examinePool } from '../node/examine-pool';
import { userOf } from '../node/git';
import { watchHeads } from '../node/git-watch';
import { memoryRelease } from '../node/memory';
import { pageParts } from '../node/page-parts';
import { codeOf } from '../node/paths';
import { traceTo } from '../node/trace-file';
import { openTypeGate } from '../node/type-gate';
import { watchFolder } from '../node/watch';
import type { Runtime } from './runtime';
import { startServer } from './server';
import { messageStrategy } from './trace';

/**
 * Serves the client that started this process, in the way its arguments say: `--node-ipc`, `--stdio`, `--socket=…`.
 *
 * With `traceFile`, every message of the client is written to that file, with the texts of open files that they hold.
 * @throws where the file cannot be written.
 */
export function startNodeServer(traceFile?: string): void {
  const trace = traceFile === undefined ? undefined : traceTo(traceFile, version);
  const connection = createConnection(ProposedFeatures.all, { messageStrategy: messageStrategy(trace) });
  const log = (kind: string) => (error: unknown) => {
    // Nobody is there any more who could be answered.
    if (['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_IPC_CHANNEL_CLOSED'].includes(codeOf(error) ?? ''))
      process.exit(1);
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
    connection.console.error(`A defect in Flagwright (${kind}), after which it goes on.\n${details}`);
  };
  process.on('uncaughtException', log('uncaught error'));
  process.on('unhandledRejection', log('unhandled rejection'));
  startServer(connection, diskRuntime);
}

const diskRuntime: Runtime = {
  pageParts,
  releaseMemory: memoryRelease(),
  onHeard: (heard) => {
    if (process.send) process.on('message', heard);
    else if (process.argv.includes('--stdio')) process.stdin.on('data', heard);
  },
  openFolder({ scheme, fsPath: path }, log, { storage = userCacheFolder(process.env), turn }) {
    if (scheme !== 'file') return undefined;
    const host = {
      ...diskHost(path, { report: log, cache: storage, turn }),
      examiners: examinePool(path),
      evidence: prometheusEvidence(),
    };
    return {
      host,
      openTypeGate: (signal) => openTypeGate(path, signal),
      watchHistory: (onMove) => watchHeads(path, onMove),
      people: async (file) => {
        const user = userOf(path);
        return {
          owners: file === undefined ? [] : readCodeowners(path)(file),
          ...(user !== undefined && { user }),
        };
      },
      watch: (onChange) => watchFolder(path, host, onChange, log),
    };
  },
};
