import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder of the user's own for what can be made again, as the platform has it. */
export function userCacheFolder(env: NodeJS.ProcessEnv): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env;
  const base =
    xdg ||
    (process.platform === 'win32'
      ? local || join(homedir(), 'AppData', 'Local')
      : join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache'));
  return join(base, 'flagwright');
}
