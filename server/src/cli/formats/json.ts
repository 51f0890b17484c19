import type { Report } from '../report';

/** The findings as the contract of the command line has them: its fields stay, `flag` is null where it is about none. */
export function jsonFormat({ files, flags, findings }: Report): string {
  return json({
    files,
    flags,
    diagnostics: findings.map(({ rule, severity, file, range, message, flag }) => ({
      rule,
      severity,
      file,
      range,
      message,
      flag: flag ?? null,
    })),
  });
}

/** A document of JSON that people can read too. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
