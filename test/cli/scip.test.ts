import { readFileSync } from 'node:fs';
import { fromBinary } from '@bufbuild/protobuf';
import { IndexSchema, SymbolRole } from '@c4312/scip';
import { expect, it } from 'vitest';
import { flagSymbol } from '../../server/src/cli/scip';
import { folder } from '../node/folder';
import { cli } from './cli';

const FILES = {
  'flags.yaml':
    'flags:\n  checkout: { enabled: true, percentage: 10, owner: pay, description: One page. }\n  a.b: true\n',
  'src/keys.ts': "export const enum Flag { Checkout = 'checkout' }\n",
  'src/app.tsx':
    "import { Flag } from './keys';\n/* 😀 */ if (flags.isEnabled(Flag.Checkout)) flags.isEnabled('a.b');\nflags.isEnabled('elsewhere');\n",
};

/** The index as people read snapshots of SCIP: each occurrence under its line of code. */
function snapshotOf(root: string): string {
  const index = fromBinary(IndexSchema, readFileSync(`${root}/out.scip`));
  return index.documents
    .map(({ relativePath, occurrences }) => {
      const lines = readFileSync(`${root}/${relativePath}`, 'utf8').split('\n');
      const marks = occurrences.map(({ range, symbol, symbolRoles }) => {
        const [line, from, to] = range as [number, number, number];
        const role =
          symbolRoles & SymbolRole.Definition
            ? 'definition'
            : symbolRoles & SymbolRole.ReadAccess
              ? 'read'
              : 'reference';
        return `${line + 1} ${lines[line]!.slice(from, to)} ${role} ${symbol}`;
      });
      return [relativePath, ...marks].join('\n  ');
    })
    .join('\n');
}

it('has each flag as a symbol, with where it is defined and read', async () => {
  const root = folder(FILES);
  expect(await cli(root, ['index', '--scip', 'out.scip'])).toEqual({
    status: 0,
    stdout: '',
    stderr: 'flagwright: out.scip holds 2 flags\n',
  });
  expect(snapshotOf(root)).toBe(`flags.yaml
  2 checkout definition flagwright . . . checkout.
  3 a.b definition flagwright . . . \`a.b\`.
src/app.tsx
  2 Checkout read flagwright . . . checkout.
  2 a.b read flagwright . . . \`a.b\`.
  3 elsewhere read flagwright . . . elsewhere.
src/keys.ts
  1 checkout reference flagwright . . . checkout.`);
});

it('says what it is, and what it knows of a flag', async () => {
  const root = folder(FILES);
  await cli(root, ['index', '--scip', 'out.scip']);
  const { metadata, documents } = fromBinary(IndexSchema, readFileSync(`${root}/out.scip`));
  expect(metadata).toMatchObject({ projectRoot: `file://${root}`, toolInfo: { name: 'flagwright' } });
  const [file] = documents;
  expect(file).toMatchObject({ language: 'YAML' });
  expect(file!.symbols[0]).toMatchObject({
    symbol: flagSymbol('checkout'),
    displayName: 'checkout',
    documentation: ['Feature flag, on for 10 % of users.', 'One page.', 'Owner: pay'],
  });
});

it('wants to know where it goes', async () => {
  const root = folder(FILES);
  expect(await cli(root, ['index'])).toMatchObject({
    status: 2,
    stderr: 'flagwright: Name the file to write: flagwright index --scip FILE.\n',
  });
  expect(await cli(root, ['index', '--scip', 'no/where.scip'])).toMatchObject({
    status: 2,
    stderr: 'flagwright: no/where.scip cannot be written (it is not there).\n',
  });
});

it('quotes a key that is no plain name', () => {
  expect(flagSymbol('new-checkout_2')).toBe('flagwright . . . new-checkout_2.');
  expect(flagSymbol('a`b c')).toBe('flagwright . . . `a``b c`.');
});
