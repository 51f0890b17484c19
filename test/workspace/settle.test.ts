import { describe, expect, it } from 'vitest';
import type { Built } from '../../server/src/workspace/build-snapshot';
import { type Settling, settle } from '../../server/src/workspace/settle';

/** A workspace in which who follows a call comes to a file that nothing else asks for, and forgets it in between, as the linker does. */
function settling({ isReadable }: { readonly isReadable: boolean }) {
  const facts = new Map<string, unknown>();
  const missing = new Set<string>();
  const scanned: string[] = [];
  let rounds = 0;
  const parts = {
    sources: {
      facts,
      scan: async (paths: readonly string[]) => {
        scanned.push(...paths);
        if (isReadable) for (const path of paths) facts.set(path, {});
      },
      learn: async () => false,
      catchUp: async () => false,
    },
    uses: {
      ask: async () => {
        if (!facts.has('far.ts')) missing.add('far.ts');
        return false;
      },
    },
    prepare: async () => {
      rounds++;
      missing.clear();
    },
    build: () => ({ missing, calls: () => ({}) }) as unknown as Built,
  };
  return { parts: parts as unknown as Settling, scanned, rounds: () => rounds };
}

describe('a file that only who follows a call comes to', () => {
  it('is scanned, and then it is done', async () => {
    const { parts, scanned, rounds } = settling({ isReadable: true });
    await settle(parts, undefined);
    expect(scanned).toEqual(['far.ts']);
    expect(rounds()).toBe(3);
  });

  it('is asked for once where it cannot be read', async () => {
    const { parts, scanned, rounds } = settling({ isReadable: false });
    await settle(parts, undefined);
    expect(scanned).toEqual(['far.ts']);
    expect(rounds()).toBe(2);
  });
});
