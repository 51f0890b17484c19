import { expect, it } from 'vitest';
import type { Examiners } from '../../server/src/workspace/host';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { createMemoryHost, TODAY } from '../support/memory-host';

it('helps those who examine with all but large files, and finds the same', async () => {
  const host = createMemoryHost([
    ['flags.yaml', 'flags:\n  a: true\n'],
    ['src/gate.ts', 'export const gate = (key: string) => unleash.isEnabled(key);\n'],
    ['src/page.ts', "import { gate } from './gate';\nif (gate('a')) show();\n"],
    ['src/large.ts', `if (unleash.isEnabled('a')) show();\n${'// and more\n'.repeat(2000)}`],
  ]);
  host.block('src/closed.ts', 'The file cannot be read.');
  const answers = new Map<string, boolean>();
  const examine: Examiners['examine'] = async (jobs, _using, _onDone, { help } = {}) => {
    const left = [];
    for (const job of jobs) {
      const isHelped = await help!(job);
      answers.set(job.path, isHelped);
      if (!isHelped) left.push(job);
    }
    return left;
  };
  const helped = createWorkspace(
    { ...host, examiners: { isWorth: () => true, examine } },
    { clock: () => TODAY },
  );
  const alone = createWorkspace(host, { clock: () => TODAY });
  await helped.load();
  await alone.load();

  expect(Object.fromEntries([...answers].sort())).toEqual({
    'src/closed.ts': true,
    'src/gate.ts': true,
    'src/large.ts': false,
    'src/page.ts': true,
  });
  const [found, expected] = [helped, alone].map((workspace) => workspace.snapshot());
  expect(found!.readsOf('a')).toEqual(expected!.readsOf('a'));
  expect(found!.readsOf('a').map(({ file }) => file)).toEqual(['src/large.ts', 'src/page.ts']);
  expect(found!.unreadable).toEqual(expected!.unreadable);
});
