import { describe, expect, it } from 'vitest';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { applyEdits } from '../../server/src/text/edits';
import { openFixture } from '../support/workspace';

const FLAGS = '//- flags.yaml\nflags:\n  x: { enabled: true }\n  dark-mode: { enabled: true }\n';

/** What a removal makes of the one source of a fixture, and why it leaves what it leaves. */
async function remove(code: string, keep: boolean | string = true, flag = 'x') {
  const { fixture, workspace } = await openFixture(`${FLAGS}//- app.tsx\n${code}`);
  const plan = await planFromWorkspace(workspace, { flag, keep, scope: { kind: 'everywhere' } });
  const before = fixture.files.get('app.tsx')!;
  const edits = plan.files.find(({ file }) => file === 'app.tsx')?.edits ?? [];
  return { after: applyEdits(before, edits), reasons: plan.review.map(({ reason }) => reason) };
}

const NO_VARIANT =
  "The flag's value here is a text, a number or an object, and neither on nor off says which one to keep.";
const COMPARED =
  'The flag is compared with a text or a number here, and what is kept is of another kind. Keep such a value, as in --keep \'"blue"\' or --keep 3.';

describe('a removal takes the value from where the SDK puts it', () => {
  it.each([
    [
      'the value itself',
      "import { useFeatureIsOn as on } from '@growthbook/growthbook-react';\nexport const A = () => (on('x') ? <b /> : <i />);\n",
      'export const A = () => <b />;\n',
    ],
    [
      'negated',
      "import { growthbook as g } from '@growthbook/growthbook';\nexport const a = () => (g.isOff('x') ? old() : fresh());\n",
      'export const a = () => fresh();\n',
    ],
    [
      'negated by the member that is taken',
      "import { useFeature } from '@growthbook/growthbook-react';\nexport function A() {\n  const feature = useFeature('x');\n  return feature.off ? <i /> : <b />;\n}\n",
      'export function A() {\n  return <b />;\n}\n',
    ],
    [
      'a promise',
      "import type { LDClient } from '@launchdarkly/node-server-sdk';\nexport async function a(client: LDClient, user: LDContext) {\n  if (await client.variation('x', user, false)) fresh();\n  else old();\n}\n",
      "import type { LDClient } from '@launchdarkly/node-server-sdk';\nexport async function a(client: LDClient, user: LDContext) {\n  fresh();\n}\n",
    ],
    [
      'a promise of an object',
      "import type { Client } from '@openfeature/server-sdk';\nexport async function a(client: Client) {\n  const { value } = await client.getBooleanDetails('x', false);\n  return value ? fresh() : old();\n}\n",
      "import type { Client } from '@openfeature/server-sdk';\nexport async function a(client: Client) {\n  return fresh();\n}\n",
    ],
    [
      'a member',
      "import { useFeatureGate } from '@statsig/react-bindings';\nexport const A = () => (useFeatureGate('x').value ? <b /> : <i />);\n",
      'export const A = () => <b />;\n',
    ],
    [
      'a member of the first element',
      "import { useDecision } from '@optimizely/react-sdk';\nexport function A() {\n  const [decision] = useDecision('x');\n  return decision.enabled ? <b /> : <i />;\n}\n",
      'export function A() {\n  return <b />;\n}\n',
    ],
    [
      'a member, beside which stands whether the flags are there',
      "import { useFlag } from '@reflag/react-sdk';\nexport function A() {\n  const flag = useFlag('x');\n  if (flag.isLoading) return <p />;\n  return flag.isEnabled ? <b /> : <i />;\n}\n",
      'export function A() {\n  return <b />;\n}\n',
    ],
    [
      'the same by what takes it apart',
      "import { useFeature } from '@bucketco/react-sdk';\nexport function A() {\n  const { isEnabled, isLoading } = useFeature('x');\n  if (isLoading) return <p />;\n  return isEnabled ? <b /> : <i />;\n}\n",
      'export function A() {\n  return <b />;\n}\n',
    ],
    [
      'a Ref',
      "import { useLDFlag } from 'launchdarkly-vue-client-sdk';\nconst x = useLDFlag('x', false);\nexport const a = () => (x.value ? fresh() : old());\n",
      'export const a = () => fresh();\n',
    ],
    [
      'a treatment',
      "import { useTreatment } from '@splitsoftware/splitio-react';\nexport function A() {\n  const { treatment } = useTreatment({ name: 'x' });\n  return treatment === 'on' ? <b /> : <i />;\n}\n",
      'export function A() {\n  return <b />;\n}\n',
    ],
    [
      'a component',
      'import { IfFeatureEnabled } from \'@growthbook/growthbook-react\';\nexport const A = () => (\n  <IfFeatureEnabled feature="x">\n    <b />\n  </IfFeatureEnabled>\n);\n',
      'export const A = () => (\n  <b />\n);\n',
    ],
  ])('%s', async (_, before, after) => {
    expect(await remove(before)).toEqual({ after, reasons: [] });
  });

  it('a component that shows nothing, with its lines', async () => {
    const gate = (content: string) =>
      `import { IfFeatureEnabled } from '@growthbook/growthbook-react';\nexport const A = () => (\n  <main>\n${content}    <h1>{title}</h1>\n  </main>\n);\nexport const B = ({ items }) => items.map((item) => <li>{item}</li>);\n`;
    const before = gate(
      '    {/* only when it is on */}\n    <IfFeatureEnabled feature="x">\n      <p>on</p>\n    </IfFeatureEnabled>\n',
    );
    const after = gate('').slice(gate('').indexOf('\n') + 1);
    expect(await remove(before, false)).toEqual({ after, reasons: [] });
  });

  it('a component that shows nothing where something else may be asked of it', async () => {
    const code =
      'import { IfFeatureEnabled } from \'@growthbook/growthbook-react\';\nconst part = <IfFeatureEnabled feature="x"><b /></IfFeatureEnabled>;\nexport const A = () => (part ? <main>{part}</main> : <i />);\n';
    const { after } = await remove(code, false);
    expect(after).toContain('const part = null;');
    expect(after).toContain('(part ? <main>{part}</main> : <i />)');
  });

  it.each([
    ['match={true}', true, '<b />'],
    ['match', false, '<i />'],
    ['match={false}', true, '<i />'],
    ['match={false}', false, '<b />'],
    ['match="blue"', 'blue', '<b />'],
    ["match={'blue'}", 'green', '<i />'],
  ])('a component that compares it, %s and %s', async (match, keep, shown) => {
    const code = `import { PostHogFeature } from 'posthog-js/react';\nexport const A = () => (\n  <PostHogFeature flag="x" ${match} fallback={<i />}>\n    <b />\n  </PostHogFeature>\n);\n`;
    const after = `export const A = () => (\n  ${shown}\n);\n`;
    expect(await remove(code, keep)).toEqual({ after, reasons: [] });
  });

  it.each([
    ['match="blue"', true, COMPARED],
    ['match={blue}', true, 'The component compares the flag with a value of its own.'],
    ['match', 'blue', COMPARED],
  ])('but not where that cannot be told, %s and %s', async (match, keep, reason) => {
    const code = `import { PostHogFeature } from 'posthog-js/react';\nexport const A = () => <PostHogFeature flag="x" ${match}><b /></PostHogFeature>;\n`;
    expect(await remove(code, keep)).toEqual({ after: code, reasons: [reason] });
  });

  it('a property of what a consumer is given, in camel case', async () => {
    const code =
      "import { withLDConsumer } from 'launchdarkly-react-client-sdk';\nexport default withLDConsumer()(({ flags }) => (flags.darkMode ? <b /> : <i />));\n";
    const { after, reasons } = await remove(code, true, 'dark-mode');
    expect(reasons).toEqual([]);
    expect(after).toContain('=> <b />);');
  });

  it('a treatment that is off, and one that has another name', async () => {
    const code =
      "import { client } from '@splitsoftware/splitio';\nif (client.getTreatment('u', 'x') === 'on') fresh();\nelse old();\n";
    expect((await remove(code, false)).after).toContain('old();\n');
    expect((await remove(code, false)).after).not.toContain('fresh');
    expect((await remove(code.replace("=== 'on'", "=== 'blue'"), 'blue')).after).toContain('fresh();\n');
  });
});

describe('a removal leaves alone', () => {
  it.each([
    [
      'a variant',
      "import { client } from '@openfeature/web-sdk';\nif (client.getStringValue('x', 'red') === 'blue') fresh();\n",
      NO_VARIANT,
    ],
    [
      'a value whose default is a text',
      "import { client } from 'launchdarkly-js-client-sdk';\nexport const a = client.variation('x', 'red');\n",
      NO_VARIANT,
    ],
    [
      'a value that is compared with a text',
      "import { client } from 'launchdarkly-js-client-sdk';\nconst x = client.variation('x');\nif (x === 'blue') fresh();\n",
      COMPARED,
    ],
    [
      'a value that a switch compares with texts',
      "import { client } from 'launchdarkly-js-client-sdk';\nswitch (client.variation('x')) {\n  case 'blue':\n    fresh();\n}\n",
      COMPARED,
    ],
    [
      'a result of which more is used',
      "import { useFeature } from '@growthbook/growthbook-react';\nexport function A() {\n  const { on, source } = useFeature('x');\n  return on ? <b>{source}</b> : <i />;\n}\n",
      /used as a whole|larger pattern/,
    ],
    [
      'what is asked for with others',
      "import { client } from '@splitsoftware/splitio';\nexport const all = client.getTreatments('u', ['x']);\n",
      'It asks for a set of flags.',
    ],
  ])('%s', async (_, code, reason) => {
    const { after, reasons } = await remove(code);
    expect(after).toBe(code);
    expect(reasons).toEqual([typeof reason === 'string' ? reason : expect.stringMatching(reason)]);
  });

  it('unless the variant to keep is named', async () => {
    const code =
      "import { client } from '@openfeature/web-sdk';\nif (client.getStringValue('x', 'red') === 'blue') fresh();\n";
    expect(await remove(code, 'blue')).toEqual({ after: 'fresh();\n', reasons: [] });
  });
});

it('leaves a result of which something else is asked besides', async () => {
  const code =
    "import { useFlag } from '@reflag/react-sdk';\nexport function A() {\n  const { isEnabled, track } = useFlag('x');\n  return isEnabled ? <b onClick={track} /> : <i />;\n}\n";
  const { after, reasons } = await remove(code);
  expect(after).toContain("track } = useFlag('x')");
  expect(after).toContain('track}');
  expect(reasons).toEqual(['The result is used as a whole here, not only its `isEnabled`.']);
});
