import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { report as reportOn } from '../../features/report';
import { reportPage } from '../../features/report-page';
import { diskHost } from '../../node/disk';
import { pageParts } from '../../node/page-parts';
import { reasonOf } from '../../node/paths';
import { debtOrGap } from '../../workspace/debt';
import { type Command, type Invocation, noOperands, UsageError } from '../command';
import { count } from '../formats/words';
import { open, reportFlagFiles, tellOn } from '../session';

export const report: Command = {
  name: 'report',
  summary: 'Writes a page about all flags: stages, ages, owners, what is due.',
  synopsis: '--html FILE',
  options: [
    { name: 'html', value: 'FILE', help: 'Where the page goes: one file that needs nothing else, offline.' },
  ],
  details: [
    'The removals that are due are planned as `flagwright remove` plans them, but not type-checked. How the number of flags changed is read from git, where there is a whole history.',
  ],
  run: runReport,
};

async function runReport(invocation: Invocation): Promise<number> {
  noOperands(invocation, 'report');
  const { root, terminal } = invocation;
  const file = invocation.option('html');
  if (file === undefined) throw new UsageError('Name the file to write: flagwright report --html FILE.');
  const session = await open(invocation, { withHistory: true, withEvidence: true });
  const status = reportFlagFiles(session, invocation);
  const { config, today } = session.snapshot;
  const debt = await debtOrGap(diskHost(root).changes, config, today);
  const data = await reportOn(session.workspace, { title: basename(root), debt });
  try {
    writeFileSync(resolve(terminal.cwd, file), reportPage(data, pageParts()));
  } catch (error) {
    throw new UsageError(`${file} cannot be written (${reasonOf(error)}).`);
  }
  tellOn(terminal)(`${file} shows ${count(data.flags.length, 'flag')}`);
  return status;
}
