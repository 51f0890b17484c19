import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { folder } from './folder';

it.skipIf('enableCompileCache' in module)(
  'a module is loaded with what was compiled of it, as long as that is whole and the module what it was',
  async () => {
    const cache = folder({});
    const root = folder({
      'sum.js': 'exports.sum = (a, b) => a + b;',
      'two.js': "exports.two = require('./sum.js').sum(1, 1);",
    });
    vi.stubEnv('NODE_COMPILE_CACHE', cache);
    const { loadKept } = await import('../../server/src/node/keep-compiled');
    const kept = (): string[] => readdirSync(cache).filter((name) => /^two\.js-.*\d$/.test(name));
    const keptOfSum = (): string[] => readdirSync(cache).filter((name) => /^sum\.js-.*\d$/.test(name));
    const load = (): unknown => loadKept('two.js', root, 0);

    expect(load()).toEqual({ two: 2 });
    await vi.waitFor(() => expect(kept()).toHaveLength(1));
    await vi.waitFor(() => expect(keptOfSum()).toHaveLength(1));
    const file = join(cache, kept()[0]!);
    const data = readFileSync(file);
    expect(load()).toEqual({ two: 2 });

    const underOtherFlags = file.replace(/\d+$/, '1');
    writeFileSync(underOtherFlags, '');
    data[data.length - 1]! ^= 1;
    writeFileSync(file, data);
    expect(load()).toEqual({ two: 2 });
    await vi.waitFor(() => expect(readFileSync(file)).not.toEqual(data));
    expect(existsSync(underOtherFlags)).toBe(true);

    writeFileSync(join(root, 'two.js'), "exports.two = require('./sum.js').sum(1, 3);\n");
    expect(load()).toEqual({ two: 4 });
    await vi.waitFor(() => expect(kept()).toHaveLength(1));
    await vi.waitFor(() => expect(join(cache, kept()[0]!)).not.toBe(file));
  },
);
