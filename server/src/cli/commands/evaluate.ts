import { whyNotEvaluated } from '../../features/evaluation';
import { formatDay } from '../../flags/dates';
import { bucketOf, type Context, type Evaluation, evaluate as evaluateFlag } from '../../flags/evaluate';
import { type Share, type Shares, SYNTHETIC_USERS, sharesOf, syntheticUsers } from '../../flags/share';
import { answeringFlag, hasEnvironments } from '../../workspace/environments';
import { type Command, type Invocation, onlyFlag, UsageError } from '../command';
import { checkEnvironment, declarationIn } from '../flags';
import { ENVIRONMENT, TEXT_OR_JSON } from '../formats/formats';
import { json } from '../formats/json';
import { table } from '../formats/table';
import { open, reportFlagFiles } from '../session';
import { printable, type Style, styleFor } from '../terminal';
import { readUsers } from '../users';

export const evaluate: Command = {
  name: 'evaluate',
  summary: 'Says whether a flag is on for someone and why, or for how many.',
  synopsis:
    'FLAG [--context NAME=VALUE]… [--users FILE] [--share] [--explain] [--environment NAME] [--format FORMAT]',
  options: [
    {
      name: 'context',
      value: 'NAME=VALUE',
      repeatable: true,
      help: 'What is known of the one who asks; user_id is the user. May be repeated.',
    },
    {
      name: 'users',
      value: 'FILE',
      help: 'Counts the users of a CSV file who get the flag. Its first line names the attributes.',
    },
    {
      name: 'share',
      help: `Counts the same of ${SYNTHETIC_USERS.toLocaleString('en')} users whose ids are made up.`,
    },
    { name: 'explain', help: 'Shows the bucket of the user, too.' },
    ENVIRONMENT,
    TEXT_OR_JSON,
  ],
  details: [
    'Prints on or off on the first line. Values are text; a rule that compares with a number, a boolean, a date or a version converts a text that wholly is one.',
    'With --users or --share it also counts for how many the flag is on: now, and at each percentage of its schedule. What --context says is then true of everyone, but for what a line of the file says.',
  ],
  run: runEvaluate,
};

async function runEvaluate(invocation: Invocation): Promise<number> {
  const key = onlyFlag(invocation, 'evaluate');
  const context = contextOf(invocation.optionAll('context'));
  const users = usersOf(invocation, context);
  const environment = invocation.option('environment');
  const { stdout, stderr, env } = invocation.terminal;
  const session = await open(invocation, { withCallers: false });
  const status = reportFlagFiles(session, invocation);
  checkEnvironment(session.snapshot, environment);
  const declared = session.snapshot.flag(key);
  const asked = declared && environment === undefined ? answeringFlag(declared) : undefined;
  const flag = asked?.flag ?? (declared && declarationIn(declared, environment));
  const name = printable(key);
  if (!declared) stderr.write(`flagwright: No flag file declares '${name}', so it is off.\n`);
  else if (!flag)
    stderr.write(`flagwright: '${name}' is not declared in ${printable(environment!)}, so it is off.\n`);
  else if (asked && hasEnvironments(declared)) {
    const where = printable(asked.environment ?? flag.file);
    stderr.write(`flagwright: '${name}' is declared more than once; this is its answer in ${where}.\n`);
  }
  const opaque = flag && whyNotEvaluated(session.snapshot, flag);
  if (opaque !== undefined) throw new UsageError(`${printable(opaque)}.`);
  if (flag?.state.kind === 'unknown') {
    const why = printable(flag.state.reason);
    stderr.write(
      `flagwright: The state of '${name}' is unknown: ${why}. This is what the other fields say.\n`,
    );
  }
  const result = evaluateFlag(flag, context, 'text');
  const shares = users && sharesOf(flag, users, 'text');
  if (invocation.option('format') === 'json') {
    stdout.write(json(jsonOf(key, context, result, shares)));
    return status;
  }
  const style = styleFor(stdout, env);
  const answer = result.on ? style.green('on') : style.red('off');
  stdout.write(`${answer}\n${result.step}: ${printable(result.reason)}\n`);
  if (invocation.has('explain')) stdout.write(`${bucketLine(key, context, result)}\n`);
  if (shares) stdout.write(`\n${shareTable(shares, style)}`);
  return status;
}

/** Those of whom shares are asked; nothing where no shares are. */
function usersOf(invocation: Invocation, context: Context): Iterable<Context> | undefined {
  const file = invocation.option('users');
  if (file !== undefined && invocation.has('share'))
    throw new UsageError('--users and --share ask for two lists of users. Take one of them.');
  if (file !== undefined)
    return readUsers(file, invocation.terminal.cwd).map((user) => ({ ...context, ...user }));
  return invocation.has('share') ? syntheticUsers(context) : undefined;
}

function shareTable({ present, planned }: Shares, style: Style): string {
  const row = (when: string, plan: string, { on, of }: Share) => [
    when,
    plan,
    percentOf(on, of),
    `${on} of ${of}`,
  ];
  const rows = [
    row('now', '', present),
    ...planned.map((share) => row(formatDay(share.date), `${share.percentage} %`, share)),
  ];
  return table(['WHEN', 'PLANNED', 'SHARE', 'USERS'], rows, style, ['PLANNED', 'SHARE', 'USERS']);
}

function percentOf(on: number, of: number): string {
  return of === 0 ? '-' : `${((on / of) * 100).toFixed(1)} %`;
}

/** The bucket is that of the user, whether it was asked for or not. */
function jsonOf(key: string, context: Context, { on, step, reason }: Evaluation, shares: Shares | undefined) {
  const user = context.user_id;
  return {
    flag: key,
    on,
    step,
    reason,
    bucket: typeof user === 'string' ? bucketOf(key, user) : null,
    ...(shares && {
      shares: [
        { date: null, percentage: null, ...shares.present },
        ...shares.planned.map(({ date, ...share }) => ({ date: formatDay(date), ...share })),
      ],
    }),
  };
}

function contextOf(pairs: readonly string[]): Context {
  const context: Record<string, string> = Object.create(null);
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals < 1)
      throw new UsageError(`--context takes NAME=VALUE, such as user_id=user_123, not '${pair}'.`);
    context[pair.slice(0, equals)] = pair.slice(equals + 1);
  }
  return context;
}

function bucketLine(key: string, context: Context, { step }: Evaluation): string {
  const user = context.user_id;
  if (typeof user !== 'string') return 'bucket: none, for the context names no user_id';
  const unused = step === 'percentage' ? '' : '; it was not asked for';
  const source = printable(`"${key}:${user}"`);
  return `bucket: ${bucketOf(key, user)}, the first two bytes of MD5 of ${source} modulo 100${unused}`;
}
