import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { basename, dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { isMainThread, threadId } from 'node:worker_threads';
import { userCacheFolder } from './cache-folder';

/**
 * Once this is loaded, Node keeps what it compiles of modules, beside the indexes or where the environment says, and the next
 * process or thread loads TypeScript in half the time. One without that folder does without.
 */
const { enableCompileCache } = module as typeof module & { enableCompileCache?: (folder: string) => unknown };
const FOLDER = process.env.NODE_COMPILE_CACHE || join(userCacheFolder(process.env), 'compiled');
enableCompileCache?.(FOLDER);

/**
 * Loads a module that lies beside this one, and those beside it that it asks for, with what was compiled of them before. Node
 * before 22.1 keeps nothing by itself: a process does it then, after some milliseconds or when it ends.
 */
export function loadKept(name: string, beside = __dirname, after = KEPT_AFTER): unknown {
  const file = join(beside, name);
  const require = module.createRequire(file);
  if (enableCompileCache) return require(file);
  const { size, mtimeMs } = statSync(file);
  // The engine compares no more of a text than its length. What it has compiled is of no use under other flags.
  const text = `${name}-${size}-${Math.round(mtimeMs)}-`;
  const kept = join(FOLDER, `${text}${cachedDataVersionTag()}`);
  const cachedData = unlessFailing(() => whole(readFileSync(kept)));
  const script = new Script(module.wrap(readFileSync(file, 'utf8')), {
    filename: file,
    ...(cachedData && { cachedData }),
  });
  if (isMainThread && (!cachedData || script.cachedDataRejected)) {
    const keepIt = (): void => {
      process.off('exit', keepIt);
      unlessFailing(() => keep(kept, script.createCachedData()));
      unlessFailing(() => forgetOthers(`${name}-`, text));
    };
    setTimeout(keepIt, after).unref();
    process.on('exit', keepIt);
  }
  const loaded = { exports: {} };
  const requireKept = (asked: string): unknown =>
    asked.startsWith('./') ? loadKept(basename(asked), beside, after) : require(asked);
  script.runInThisContext()(loaded.exports, requireKept, loaded, file, dirname(file));
  return loaded.exports;
}

/** By then most that is ever used of it has been compiled. */
const KEPT_AFTER = 10_000;

/** In one piece. */
function keep(file: string, data: Buffer): void {
  mkdirSync(FOLDER, { recursive: true });
  const unfinished = `${file}.${process.pid}-${threadId}`;
  writeFileSync(unfinished, Buffer.concat([hashOf(data), data]));
  renameSync(unfinished, file);
}

/** What was kept of a module as it was before. */
function forgetOthers(ofModule: string, asItIs: string): void {
  for (const other of readdirSync(FOLDER))
    if (other.startsWith(ofModule) && !other.startsWith(asItIs)) rmSync(join(FOLDER, other));
}

/** What stands behind its own hash; nothing where it is another since: the engine would take it for what it is not. */
function whole(kept: Buffer): Buffer | undefined {
  const data = kept.subarray(HASH_BYTES);
  return hashOf(data).equals(kept.subarray(0, HASH_BYTES)) ? data : undefined;
}

const HASH_BYTES = 20;

function hashOf(data: Buffer): Buffer {
  return createHash('sha1').update(data).digest();
}

/** A folder that is not there, or may not be written, is no reason to do without the module. */
function unlessFailing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
