import { expect, it } from 'vitest';
import type { DueFlag } from '../../server/src/features/clean-up';
import { FULL } from './session';
import { start } from './shop';

const FLAGS = `flags:
  old: { enabled: true, created: 2020-01-01, owner: web }
  older: { enabled: true, created: 2019-01-01 }
  never: { enabled: false, created: 2020-01-01 }
  half: { enabled: true, percentage: 50, created: 2020-01-01 }
  pay: { enabled: true, type: kill_switch, created: 2019-01-01 }
`;
const APP = `import { isEnabled } from './flags';

export const both = () => (isEnabled('old') && isEnabled('older') ? 1 : 2);
if (isEnabled('old')) {
  run();
}
if (isEnabled('never')) {
  stop();
}
isEnabled('half') && isEnabled('pay');
`;
const FILES = {
  'flags.yaml': FLAGS,
  'app.ts': APP,
  'flags.ts': 'export function isEnabled(key: string): boolean {\n  return table.has(key);\n}\n',
};
const OURS = { capabilities: { ...FULL, experimental: { flagwright: { showsRemovals: true } } } };

interface Due extends DueFlag {
  readonly folder: string;
}

it('lists what is due with what each removal deletes, and removes several flags as one change', async () => {
  const server = await start(FILES, OURS);
  const { flags } = await server.connection.sendRequest<{ flags: Due[] }>('flagwright/dueFlags', {});
  expect(flags.map(({ key, state }) => `${key}: ${state}`)).toEqual([
    'older: on for everyone',
    'old: on for everyone',
    'never: off for everyone',
  ]);
  const sizes: string[] = [];
  for (const { folder, request } of flags) {
    const answer = await server.connection.sendRequest<{ size: string }>('flagwright/removalSize', {
      folder,
      request,
    });
    sizes.push(answer.size);
  }
  expect(sizes).toEqual([
    'deletes 2 lines and writes 1 in 2 files, with its entry',
    'deletes 5 lines and writes 2 in 2 files, with its entry',
    'deletes 4 lines in 2 files, with its entry',
  ]);

  const chosen = flags.map(({ folder, request }) => ({ folder, request }));
  await server.connection.sendRequest('flagwright/cleanUp', { flags: chosen });
  const preview = await server.untilSent<{ id: number; title: string; report: { summary: string } }>(
    'flagwright/removalPlanned',
  );
  expect(preview.title).toBe('Remove 3 flags');
  expect(preview.report.summary).toContain('Remove 3 flags from 2 files, with their entries?');
  expect(server.textOf('app.ts')).toBe(APP);

  await server.connection.sendRequest('flagwright/applyRemoval', { id: preview.id });
  expect(server.edits.map(({ label }) => label)).toEqual(['Remove 3 flags']);
  expect(server.textOf('app.ts')).toBe(`import { isEnabled } from './flags';

export const both = () => 1;
run();
isEnabled('half') && isEnabled('pay');
`);
  expect(server.textOf('flags.yaml')).toBe(
    FLAGS.split('\n')
      .filter((line) => !/old|never/.test(line))
      .join('\n'),
  );
  const report = await server.untilSent<{ summary: string; commit: { message: string } }>(
    'flagwright/removalReport',
  );
  expect(report.summary).toBe('3 flags were removed from 2 files, with their entries.');
  expect(report.commit.message).toBe(
    'Remove 3 feature flags\n\n- older: keep the enabled branch\n- old: keep the enabled branch\n- never: keep the disabled branch',
  );
});

it('changes nothing where a file has changed since', async () => {
  const server = await start(FILES, {
    ...OURS,
    answer: () => undefined,
  });
  const { flags } = await server.connection.sendRequest<{ flags: Due[] }>('flagwright/dueFlags', {});
  server.open('app.ts', APP);
  await server.connection.sendRequest('flagwright/cleanUp', {
    flags: flags.slice(0, 2).map(({ folder, request }) => ({ folder, request })),
  });
  const preview = await server.untilSent<{ id: number }>('flagwright/removalPlanned');
  const changed = APP.replace('run();', 'run(1);');
  server.change('app.ts', changed);
  await server.connection.sendRequest('flagwright/applyRemoval', { id: preview.id });
  await server.until(() => server.messages.find((message) => message.includes('2 flags were not removed')));
  expect(server.textOf('app.ts')).toBe(changed);
});
