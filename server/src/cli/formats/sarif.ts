import { version } from '../../../../package.json';
import { withoutLinks } from '../../features/text';
import { pageOf } from '../../rules/page';
import type { Severity } from '../../rules/rule';
import { ruleOf } from '../../rules/rules';
import { inAddress } from '../../text/address';
import type { Range } from '../../text/lines';
import { RULE_IDS } from '../../workspace/rule-ids';
import { fingerprints } from '../known-findings';
import type { PlacedFinding, Report } from '../report';
import { printable } from '../terminal';
import { json } from './json';

/** SARIF 2.1.0, which code scanning services take. */
export function sarifFormat({ findings, prefix, troubles }: Report): string {
  const prints = fingerprints(findings);
  return json({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Flagwright',
            version,
            semanticVersion: version,
            informationUri: 'https://github.com/flagwright/flagwright',
            rules: RULE_IDS.map((id) => ({
              id,
              shortDescription: { text: ruleOf(id).summary },
              helpUri: pageOf(id),
              defaultConfiguration: { level: LEVELS[ruleOf(id).severity] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: troubles.length === 0,
            toolConfigurationNotifications: troubles.map((text) => ({
              level: 'error',
              message: { text: plainMessage(text) },
            })),
          },
        ],
        results: findings.map((finding, i) => ({
          ...resultOf(finding, prefix),
          partialFingerprints: { 'flagwright/v1': prints[i] },
        })),
      },
    ],
  });
}

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

function resultOf({ rule, severity, file, range, message, flag, related }: PlacedFinding, prefix: string) {
  return {
    ruleId: rule,
    ruleIndex: RULE_IDS.indexOf(rule),
    level: LEVELS[severity],
    message: { text: plainMessage(message) },
    locations: [{ physicalLocation: locationOf(prefix + file, range) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((other, id) => ({
        id,
        physicalLocation: locationOf(prefix + other.file, other.range),
        message: { text: plainMessage(other.message) },
      })),
    }),
    ...(flag !== undefined && { properties: { flag } }),
  };
}

/** SARIF makes a link of `[…](…)` in a message (2.1.0, §3.11.6). */
function plainMessage(text: string): string {
  return withoutLinks(printable(text));
}

/** Paths stay relative: whoever takes the report knows the top of the repository. */
function locationOf(path: string, { start, end }: Range) {
  return {
    artifactLocation: { uri: path.split('/').map(inAddress).join('/') },
    region: {
      startLine: start.line + 1,
      startColumn: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    },
  };
}
