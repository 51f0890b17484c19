import type { Invocation, Option } from '../command';
import type { Report } from '../report';
import { type Style, styleFor } from '../terminal';
import { githubFormat } from './github';
import { gitlabFormat } from './gitlab';
import { jsonFormat } from './json';
import { junitFormat } from './junit';
import { sarifFormat } from './sarif';
import { textFormat } from './text';

/** Writes findings in the format that was asked for. */
export function writeReport(report: Report, invocation: Invocation): void {
  const { stdout, env } = invocation.terminal;
  const format = FORMATS[invocation.option('format') ?? 'text'] ?? textFormat;
  stdout.write(format(report, styleFor(stdout, env)));
}

const FORMATS: Readonly<Record<string, (report: Report, style: Style) => string>> = {
  text: textFormat,
  json: jsonFormat,
  github: githubFormat,
  sarif: sarifFormat,
  junit: junitFormat,
  gitlab: gitlabFormat,
};

/** The option of commands whose output is findings. */
export const REPORT_FORMAT: Option = {
  name: 'format',
  value: 'FORMAT',
  choices: ['text', 'json', 'github', 'sarif', 'junit', 'gitlab'],
  help: 'How the findings are written.',
};

/** The option of commands whose output is text or data. */
export const TEXT_OR_JSON: Option = {
  name: 'format',
  value: 'FORMAT',
  choices: ['text', 'json'],
  help: 'For people or for programs.',
};

export const ENVIRONMENT: Option = {
  name: 'environment',
  value: 'NAME',
  help: 'Looks at the flag files of this environment, as the configuration names it.',
};
