import type { Config } from './config';
import { each } from './each';
import type { MentionIndex } from './mention-index';
import { type IndexStore, loadIndex } from './saved-index';
import type { Sources } from './sources';

/**
 * Takes over what was saved of files that are the same still, and gives those sources. `configText` is what the
 * configuration says, under which alone it counts.
 */
export async function restoreIndex(
  store: IndexStore | undefined,
  { config, configText }: { readonly config: Config; readonly configText: string },
  paths: readonly string[],
  { sources, mentions }: { readonly sources: Sources; readonly mentions: MentionIndex },
): Promise<ReadonlySet<string>> {
  const restored = new Set<string>();
  const saved = store && (await loadIndex(store));
  if (!saved || saved.config !== configText) return restored;
  sources.clear(config, saved.inferred);
  await each(paths, async (path) => {
    const known = saved.sources.get(path);
    if (known && (await sources.restore(path, known))) restored.add(path);
  });
  for (const [path, other] of saved.others) mentions.restore(path, other);
  return restored;
}
