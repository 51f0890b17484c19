import { expect, test } from 'vitest';
import { type FlagRow, type Grouping, groupRows } from '../../client/src/flagGroups';

function row(key: string, more: Partial<FlagRow> = {}): FlagRow {
  return {
    folder: 'file:///shop/',
    folderName: 'shop',
    uri: 'file:///shop/flags.yaml',
    file: 'flags.yaml',
    key,
    state: 'partial',
    rollout: '10 %',
    stateInWords: 'on for 10 % of users',
    reads: 1,
    ...more,
  };
}

const ROWS = [
  row('new_checkout', { stage: { number: 4, name: 'gradual rollout' }, owner: 'payments', type: 'release' }),
  row('old', { stage: { number: 6, name: 'settled' }, due: 'It is fully on.', owner: 'web' }),
  row('flag10', { stage: { number: 6, name: 'settled' } }),
  row('flag9', { stage: { number: 6, name: 'settled' }, type: 'kill_switch' }),
  row('blue', { state: 'fixed', rollout: 'blue', uri: 'file:///shop/b.yaml', file: 'b.yaml' }),
];

function drawn(grouping: Grouping, search?: string): string[] {
  return groupRows(ROWS, grouping, search).map(
    ({ value, rows }) => `${value ?? '-'}: ${rows.map(({ key }) => key).join(' ')}`,
  );
}

test('flags stand by stage in the order of their life, those that are due in front, those without one last', () => {
  expect(drawn('stage')).toEqual(['gradual rollout: new_checkout', 'settled: old flag9 flag10', '-: blue']);
});

test('flags stand by owner, by file and by type', () => {
  expect(drawn('owner')).toEqual(['payments: new_checkout', 'web: old', '-: blue flag9 flag10']);
  expect(drawn('file')).toEqual(['b.yaml: blue', 'flags.yaml: old flag9 flag10 new_checkout']);
  expect(drawn('type')).toEqual(['kill switch: flag9', 'release: new_checkout', '-: old blue flag10']);
});

test('a search looks at all that a row shows, word by word', () => {
  expect(drawn('owner', 'due')).toEqual(['web: old']);
  expect(drawn('owner', 'PAY rollout')).toEqual(['payments: new_checkout']);
  expect(drawn('file', 'kill switch')).toEqual(['flags.yaml: flag9']);
  expect(drawn('file', 'nothing of the kind')).toEqual([]);
});

test('flags that no flag file declares stand together, behind all others', () => {
  const all = [
    row('seen', { isUndeclared: true, rollout: '', uri: 'file:///shop/a.ts', file: 'a.ts' }),
    ...ROWS,
  ];
  for (const grouping of ['stage', 'owner', 'file', 'type'] as const) {
    const groups = groupRows(all, grouping);
    expect(groups.at(-1)?.rows.map(({ key }) => key)).toEqual(['seen']);
    expect(groups.length).toBe(groupRows(ROWS, grouping).length + 1);
  }
});
