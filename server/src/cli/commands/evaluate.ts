import { bucketOf, type Context, type Evaluation, evaluate as evaluateFlag } from '../../flags/evaluate';
import { type Command, type Invocation, onlyFlag, UsageError } from '../command';
import { checkEnvironment, declarationIn } from '../flags';
import { ENVIRONMENT } from '../formats/formats';
import { open, reportFlagFiles } from '../session';
import { printable, styleFor } from '../terminal';

export const evaluate: Command = {
  name: 'evaluate',
  summary: 'Says whether a flag is on or off for someone, and why.',
  synopsis: 'FLAG [--context NAME=VALUE]… [--environment NAME] [--explain]',
  options: [
    {
      name: 'context',
      value: 'NAME=VALUE',
      repeatable: true,
      help: 'What is known of the one who asks; user_id is the user. May be repeated.',
    },
    ENVIRONMENT,
    { name: 'explain', help: 'Shows the bucket of the user, too.' },
  ],
  details: [
    'Prints on or off on the first line. Values are text; a rule that compares with a number, a boolean, a date or a version converts a text that wholly is one.',
  ],
  run: runEvaluate,
};

async function runEvaluate(invocation: Invocation): Promise<number> {
  const key = onlyFlag(invocation, 'evaluate');
  const context = contextOf(invocation.optionAll('context'));
  const environment = invocation.option('environment');
  const { stdout, stderr, env } = invocation.terminal;
  const session = await open(invocation);
  const status = reportFlagFiles(session, invocation);
  checkEnvironment(session.snapshot, environment);
  const declared = session.snapshot.flag(key);
  const flag = declared && declarationIn(declared, environment);
  const name = printable(key);
  if (!declared) stderr.write(`flagwright: No flag file declares '${name}', so it is off.\n`);
  else if (!flag) stderr.write(`flagwright: '${name}' is not declared in ${environment}, so it is off.\n`);
  else if (environment === undefined && declared.declarations.length > 1) {
    const of = declared.declarations.find((one) => one.flag === flag)?.environment ?? flag.file;
    stderr.write(`flagwright: '${name}' is declared more than once; this is its answer in ${of}.\n`);
  }
  const service = flag && session.snapshot.flagFiles.get(flag.file)?.service;
  if (service !== undefined && flag?.state.kind === 'partial') {
    throw new UsageError(
      `'${name}' is on for some, and ${service} decides for whom by rules of its own. Ask ${service}.`,
    );
  }
  const result = evaluateFlag(flag, context, 'text');
  const style = styleFor(stdout, env);
  const answer = result.on ? style.green('on') : style.red('off');
  stdout.write(`${answer}\n${result.step}: ${printable(result.reason)}\n`);
  if (invocation.has('explain')) stdout.write(`${bucketLine(key, context, result)}\n`);
  return status;
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
