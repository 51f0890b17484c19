/** The formats for services: each held against what the service says of it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { folder } from '../node/folder';
import { cli } from './cli';

const FILES = {
  'flags.yaml': `flags:
  a: { enabled: true, percentage: 150 }
  b: { enabled: true, percentage: 50, owner: x, expires: 2026-12-31 }
  c: { enabled: true, percentage: 50, owner: x, expires: 2026-12-31 }
`,
  'src/a b.ts': `if (flags.isEnabled('b')) {
  if (flags.isEnabled('c')) go('<&>"');
  flags.isEnabled('a');
  flags.isEnabled('"<&>\\u0007');
}
flags.isEnabled('n\u00f6');
flags.isEnabled('n\u00f6');
`,
};
const lint = async (files: Record<string, string>, format: string) =>
  (await cli(folder(files), ['lint', '--format', format])).stdout;

describe('sarif', () => {
  // A package that ships the standard's own schema.
  const schema = JSON.parse(
    readFileSync(
      'node_modules/@datadog/datadog-ci-plugin-sarif/dist/json-schema/sarif-schema-2.1.0.json',
      'utf8',
    ),
  );
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);

  it.each([
    ['findings', FILES],
    ['none', { 'flags.yaml': '' }],
    [
      'a wrong configuration',
      { ...FILES, 'flagwright.config.json': '{ "rules": { "nested-flag": "loud" } }' },
    ],
  ])('follows the schema: %s', async (_name, files) => {
    const log = JSON.parse(await lint(files, 'sarif'));
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  });

  it('has a schema that can fail', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toBe(false);
  });

  it('tells findings apart by what stays when code moves', async () => {
    const prints = async (files: Record<string, string>): Promise<string[]> =>
      JSON.parse(await lint(files, 'sarif')).runs[0].results.map(
        (result: { partialFingerprints: Record<string, string> }) =>
          result.partialFingerprints['flagwright/v1'],
      );
    const before = await prints(FILES);
    expect(new Set(before).size).toBe(before.length);
    const moved = { ...FILES, 'src/a b.ts': `\n${FILES['src/a b.ts']}` };
    expect(await prints(moved)).toEqual(before);
  });
});

describe('gitlab', () => {
  it('has an issue with a fingerprint of its own for each finding', async () => {
    const issues = JSON.parse(await lint(FILES, 'gitlab'));
    expect(issues.length).toBeGreaterThan(4);
    for (const issue of issues) {
      expect(issue).toEqual({
        description: expect.any(String),
        check_name: expect.any(String),
        fingerprint: expect.stringMatching(/^[0-9a-f]{40}$/),
        severity: expect.stringMatching(/^(info|minor|major|critical|blocker)$/),
        location: { path: expect.any(String), lines: { begin: expect.any(Number) } },
      });
    }
    expect(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(
      issues.length,
    );
    expect(issues[0].location).toEqual({ path: 'flags.yaml', lines: { begin: 2 } });
  });

  it('is an empty list where nothing is found', async () => {
    expect(await lint({ 'flags.yaml': '' }, 'gitlab')).toBe('[]\n');
  });
});

describe('junit', () => {
  /** What Python's parser reads, for it refuses what is no XML. */
  const parsed = (xml: string): { tests: number; failures: number; texts: string[] } =>
    JSON.parse(execFileSync('python3', ['-c', READ_JUNIT], { input: xml, encoding: 'utf8' }));

  it('fails a test for each error and warning', async () => {
    const { tests, failures, texts } = parsed(await lint(FILES, 'junit'));
    const { diagnostics } = JSON.parse(await lint(FILES, 'json'));
    expect(tests).toBe(diagnostics.length);
    const severe = diagnostics.filter(({ severity }: { severity: string }) => /error|warning/.test(severity));
    expect(failures).toBe(severe.length);
    expect(texts).toEqual(
      severe.map(({ message }: { message: string }) => message.replaceAll('\u0007', '\uFFFD')),
    );
  });

  it('passes one test where nothing is found', async () => {
    expect(parsed(await lint({ 'flags.yaml': '' }, 'junit'))).toEqual({ tests: 1, failures: 0, texts: [] });
  });
});

const READ_JUNIT = `
import json, sys, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
cases = root.findall('./testsuite/testcase')
failed = root.findall('./testsuite/testcase/failure')
assert int(root.get('tests')) == len(cases) and int(root.get('failures')) == len(failed)
for suite in root:
    assert int(suite.get('tests')) == len(suite) and int(suite.get('failures')) == len(suite.findall('testcase/failure'))
print(json.dumps({'tests': len(cases), 'failures': len(failed), 'texts': [f.get('message') for f in failed]}))
`;
