import { describe, expect, it } from 'vitest';
import { openFolder } from '../../server/src/lsp/folder';
import { createGuard } from '../../server/src/lsp/guard';
import { createMemoryHost } from '../support/memory-host';

function folderAt(uri: string) {
  return openFolder(uri, {
    runtime: { openFolder: () => ({ host: createMemoryHost([['flags.yaml', 'flags: { a: true }']]) }) },
    guard: createGuard(() => {}),
    log: () => {},
    onChange: () => {},
    onPreview: () => {},
    showReading: () => ({ report: () => {}, done: () => {} }),
    onStopped: () => {},
    onFailure: () => {},
    mayAsk: true,
  })!;
}

describe('the way between paths and URIs', () => {
  it('takes drive letters in both cases', () => {
    const folder = folderAt('file:///c%3A/Work/shop');
    expect(folder.pathOf('file:///C:/Work/shop/src/a.ts')).toBe('src/a.ts');
    expect(folder.pathOf('file:///c%3A/Work/shop/src/a.ts')).toBe('src/a.ts');
    expect(folder.pathOf('file:///d%3A/Work/shop/src/a.ts')).toBeUndefined();
    expect(folder.uriOf('src/a.ts')).toBe('file:///c%3A/Work/shop/src/a.ts');
  });

  it('keeps spaces, per cent signs and letters of all scripts', () => {
    const folder = folderAt('file:///home/a%20b/100%25/%E6%97%A5');
    for (const path of ['src/ä %.ts', 'a#b?.ts', '日本.ts'])
      expect(folder.pathOf(folder.uriOf(path))).toBe(path);
  });

  it('leaves out what lies elsewhere', () => {
    const folder = folderAt('file:///shop');
    expect(folder.pathOf('file:///shopping/a.ts')).toBeUndefined();
    expect(folder.pathOf('file:///shop')).toBeUndefined();
    expect(folder.pathOf('untitled:/shop/a.ts')).toBeUndefined();
    expect(folder.pathOf('file:///shop/a.ts')).toBe('a.ts');
  });

  it('names an open document as the client does', () => {
    const folder = folderAt('file:///c%3A/shop');
    folder.setBuffer('a.ts', '', 'file:///C:/shop/a.ts');
    expect(folder.uriOf('a.ts')).toBe('file:///C:/shop/a.ts');
    folder.setBuffer('a.ts', undefined);
    expect(folder.uriOf('a.ts')).toBe('file:///c%3A/shop/a.ts');
  });
});

describe('changes', () => {
  it('are in the snapshot that is asked for after them', async () => {
    const folder = folderAt('file:///shop');
    folder.setBuffer('flags.yaml', 'flags: { b: true }');
    folder.setBuffer('flags.yaml', 'flags: { c: true }');
    expect(folder.isCurrent()).toBe(false);
    expect((await folder.current()).keys()).toEqual(['c']);
    expect(folder.isCurrent()).toBe(true);
    folder.setBuffer('flags.yaml', undefined);
    expect((await folder.current()).keys()).toEqual(['a']);
  });
});

describe('a folder that cannot be read', () => {
  it('says why, and is read as soon as something changes that mends it', async () => {
    const host = createMemoryHost([['flags.yaml', 'flags: { a: true }']]);
    let isBroken = true;
    const told: string[] = [];
    const list: typeof host.list = (exclude) =>
      isBroken ? Promise.reject(new Error('no such disk')) : host.list(exclude);
    const folder = openFolder('file:///shop', {
      runtime: { openFolder: () => ({ host: { ...host, list } }) },
      guard: createGuard(() => {}),
      log: () => {},
      onChange: () => {},
      onPreview: () => {},
      showReading: () => ({ report: () => {}, done: () => {} }),
      onStopped: () => {},
      onFailure: (message) => told.push(message),
      mayAsk: true,
    })!;
    await folder.loaded;
    expect(folder.failure()).toMatch(/^The folder .*shop could not be read: Error: no such disk$/);
    expect(told).toEqual([folder.failure()]);
    isBroken = false;
    folder.touch(['flags.yaml']);
    expect((await folder.current()).keys()).toEqual(['a']);
    expect(folder.failure()).toBeUndefined();
  });
});
