import { version } from '../../../../package.json';
import { pageOf } from '../../rules/page';
import type { Severity } from '../../rules/rule';
import { ruleOf } from '../../rules/rules';
import type { Range } from '../../text/lines';
import { RULE_IDS } from '../../workspace/rule-ids';
import { fingerprints } from '../known-findings';
import type { PlacedFinding, Report } from '../report';
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
            toolConfigurationNotifications: troubles.map((text) => ({ level: 'error', message: { text } })),
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
    message: { text: message },
    locations: [{ physicalLocation: locationOf(prefix + file, range) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((other, id) => ({
        id,
        physicalLocation: locationOf(prefix + other.file, other.range),
        message: { text: other.message },
      })),
    }),
    ...(flag !== undefined && { properties: { flag } }),
  };
}

/** Paths stay relative: whoever takes the report knows the top of the repository. */
function locationOf(path: string, { start, end }: Range) {
  return {
    artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
    region: {
      startLine: start.line + 1,
      startColumn: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    },
  };
}
