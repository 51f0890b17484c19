import type { PlacedFinding, Report } from '../report';
import { printable } from '../terminal';

/**
 * JUnit's XML, which nearly every CI service shows as tests: a suite for each file with findings, a failed test for each
 * error and warning, a passed one for what is only a note. Without findings there is one test, and it passes.
 */
export function junitFormat({ findings, prefix, troubles }: Report): string {
  const files = new Map<string, PlacedFinding[]>();
  for (const finding of findings) files.set(finding.file, [...(files.get(finding.file) ?? []), finding]);
  const suites = [
    ...(troubles.length > 0 ? [suite('configuration', troubles.map(troubleCase), troubles.length)] : []),
    ...[...files].map(([file, found]) =>
      suite(
        prefix + file,
        found.map((finding) => testCase(finding, prefix)),
        found.filter(fails).length,
      ),
    ),
  ];
  const all =
    suites.length > 0 ? suites : [suite('flagwright', ['<testcase classname="flagwright" name="lint"/>'], 0)];
  const failures = findings.filter(fails).length + troubles.length;
  const tests = Math.max(1, findings.length + troubles.length);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="flagwright" tests="${tests}" failures="${failures}" errors="0">`,
    ...all,
    '</testsuites>',
    '',
  ].join('\n');
}

function fails({ severity }: PlacedFinding): boolean {
  return severity === 'error' || severity === 'warning';
}

function suite(name: string, cases: readonly string[], failures: number): string {
  return [
    `  <testsuite name="${escaped(name)}" tests="${cases.length}" failures="${failures}" errors="0" skipped="0">`,
    ...cases.map((text) => `    ${text}`),
    '  </testsuite>',
  ].join('\n');
}

function testCase(finding: PlacedFinding, prefix: string): string {
  const { rule, severity, message, file, range } = finding;
  const line = range.start.line + 1;
  const place = `${prefix}${file}:${line}:${range.start.character + 1}`;
  const head = `<testcase classname="${escaped(rule)}" name="${escaped(place)}" file="${escaped(prefix + file)}" line="${line}">`;
  const body = fails(finding)
    ? `<failure type="${severity}" message="${escaped(message)}">${escaped(place)}</failure>`
    : `<system-out>${escaped(`${severity}: ${message}`)}</system-out>`;
  return `${head}${body}</testcase>`;
}

function troubleCase(trouble: string): string {
  return `<testcase classname="configuration" name="${escaped(trouble)}"><failure type="error" message="${escaped(trouble)}"/></testcase>`;
}

/** A text for an attribute or an element: on one line, and without what XML 1.0 does not allow. */
function escaped(text: string): string {
  return printable(text)
    .replace(
      /[\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
      '\uFFFD',
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
