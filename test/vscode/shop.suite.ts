import assert from 'node:assert/strict';
import childProcess, { type ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';
import { toolOf } from '../../client/src/tools';
import {
  applyFix,
  completions,
  fileUri,
  findings,
  fixes,
  hover,
  labelOf,
  open,
  places,
  renamed,
  textOf,
  textOnDisk,
  untilFindings,
  untilTab,
} from './editor';

const FLAG_FILE = 'config/feature_flags.yaml';

suite('In the shop', () => {
  suiteSetup('the extension starts by itself, since the shop has a flag file', async () => {
    const { document } = await open('src/checkout.ts');
    await untilFindings(document, (found) => found.length > 0);
    assert(vscode.extensions.getExtension('flagwright.flagwright')?.isActive);
  });

  test('the code shows unknown, nested and stale flags', async () => {
    const { document } = await open('src/checkout.ts');
    assert.deepEqual(findings(document), [
      'stale-flag express_shipping',
      'nested-flag gift_wrap',
      'unknown-flag new_chekout',
    ]);
  });

  test('the flag file shows what it lacks', async () => {
    const { document } = await open(FLAG_FILE);
    await untilFindings(document, (found) => found.includes('missing-owner gift_wrap'));
  });

  test('a branch that never runs is pale, and a hint stands behind the key', async () => {
    const { document } = await open('src/checkout.ts');
    const pale = vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ tags }) => tags?.includes(vscode.DiagnosticTag.Unnecessary))
      .map(({ range }) => document.getText(range));
    assert(
      pale.some((text) => text.includes('postalRate(cart, user.country)')),
      pale.join('\n'),
    );
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      new vscode.Range(0, 0, document.lineCount, 0),
    );
    const labels = hints.map(({ label }) =>
      typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
    );
    assert(labels.includes('10 % · payments-team'), labels.join('\n'));
  });

  test('a file that was never opened has its findings too', () => {
    const files = vscode.languages
      .getDiagnostics()
      .filter(([, found]) => found.some(({ source }) => source?.toLowerCase() === 'flagwright'))
      .map(([uri]) => vscode.workspace.asRelativePath(uri));
    assert(files.includes('src/invoices.ts') || files.includes('src/views/Page.tsx'), files.join(' '));
  });

  test('the hover says rollout and owner', async () => {
    const text = await hover(await open('src/checkout.ts', "if (isEnabled('new|_checkout'"));
    assert.match(text, /10\s*%/);
    assert.match(text, /payments-team/);
    assert.match(text, /PAY-1234/);
  });

  test('completion inside quotes offers the flags and replaces what is typed', async () => {
    const editor = await open('src/checkout.ts', "isEnabled('new_che|kout'");
    const items = await completions(editor);
    const item = items.find((candidate) => labelOf(candidate) === 'express_shipping');
    assert(item, `offered are: ${items.map(labelOf).join(' ')}`);
    assert(item.range, 'the item says what it replaces');
    const range = item.range instanceof vscode.Range ? item.range : item.range.replacing;
    assert.equal(editor.document.getText(range), 'new_chekout');
  });

  test('the definition of a flag is its entry', async () => {
    const editor = await open('src/checkout.ts', "if (isEnabled('new|_checkout'");
    assert.deepEqual(await places(editor, 'Definition'), ['feature_flags.yaml: new_checkout:']);
  });

  test('an entry knows its reads', async () => {
    const found = await places(await open(FLAG_FILE, 'gift|_wrap:'), 'Reference');
    assert(found.includes("checkout.ts: if (isEnabled('gift_wrap', user)) {"), found.join('\n'));
  });

  test("a flag's name is renamed everywhere or not at all, beside TypeScript, whose identifiers stay its own", async () => {
    const uri = fileUri('src/parcels.ts');
    const code = `import { isEnabled } from './flags';
type Parcel = 'gift_wrap' | 'loyalty_points';
export const hasParcel = (parcel: Parcel) => isEnabled(parcel) || isEnabled(\`gift_\${location.hash}\`);
export const wrapped = hasParcel('gift_wrap');
export const loyal = hasParcel('loyalty_points');
export const misspelt = isEnabled('gift_rap');
`;
    await vscode.workspace.fs.writeFile(uri, Buffer.from(code));
    const loyal = await open('src/parcels.ts', "hasParcel('loyalty|_points'");
    await untilFindings(loyal.document, (found) => found.includes('unknown-flag gift_rap'));
    const everywhere = await renamed(loyal, 'faithful');
    assert(everywhere.includes('feature_flags.yaml: faithful'), everywhere.join(' | '));
    assert.deepEqual(
      everywhere.filter((edit) => edit.startsWith('parcels')),
      ['parcels.ts: faithful', 'parcels.ts: faithful'],
    );

    // The read that puts its key together may reach this one. TypeScript would rename the type, and the flag be lost.
    const wrapped = await open('src/parcels.ts', "hasParcel('gift|_wrap'");
    assert.deepEqual(await renamed(wrapped, 'wrapping'), []);
    assert.equal(wrapped.document.getText(), code);

    const identifier = await open('src/parcels.ts', 'const has|Parcel');
    assert.deepEqual(await renamed(identifier, 'knows'), Array(3).fill('parcels.ts: knows'));
    await vscode.workspace.fs.delete(uri);
  });

  test('a misspelt flag is put right', async () => {
    const editor = await open('src/checkout.ts', "isEnabled('new_|chekout'");
    await applyFix(editor, /new_checkout/);
    assert.match(editor.document.getText(), /return isEnabled\('new_checkout', user\)/);
    await untilFindings(
      editor.document,
      (found) => !found.some((finding) => finding.startsWith('unknown-flag')),
    );
  });

  test('a flag that is fully rolled out is removed from the file, with what only it used', async () => {
    const editor = await open('src/checkout.ts', "isEnabled('express|_shipping'");
    await applyFix(editor, /^Remove flag 'express_shipping'.*in this file/);
    const text = editor.document.getText();
    assert.match(text, /\n {2}\/\/ Couriers took over.*\n {2}order\.shipping = courierRate\(cart\);\n/);
    assert.doesNotMatch(text, /express_shipping|postalRate/);
    await untilFindings(
      editor.document,
      (found) => !found.some((finding) => finding.startsWith('stale-flag')),
    );
  });

  test('the removal everywhere is shown first, and changes nothing when its tab is closed', async () => {
    const stale = await open('src/views/Page.tsx', "'dark|_mode'");
    const before = stale.document.getText();
    await applyFix(stale, /^Remove flag 'dark_mode'.*everywhere/);
    const tab = await untilTab(/^Remove flag 'dark_mode': keep the enabled branch$/);
    await vscode.window.tabGroups.close(tab);
    await vscode.commands.executeCommand('flagwright.applyRemoval');
    assert.equal(stale.document.getText(), before);
  });

  test('a flag is removed everywhere, with its entry, also from files that are not open; one undo takes it back', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const files = ['src/views/Page.tsx', FLAG_FILE];
    const before = await Promise.all(files.map(textOnDisk));
    const stale = await open('src/views/Page.tsx', "'dark|_mode'");
    await applyFix(stale, /^Remove flag 'dark_mode'.*everywhere/);
    await untilTab(/^Remove flag 'dark_mode'/);
    await vscode.commands.executeCommand('flagwright.applyRemoval');
    // As after a rename, what was not open is saved.
    for (const text of await Promise.all(files.map(textOnDisk))) assert.doesNotMatch(text, /dark_mode/);
    await open('src/views/Page.tsx');
    await vscode.commands.executeCommand('undo');
    assert.deepEqual(await Promise.all(files.map(textOf)), before);
  });

  test('assistants are answered, and change nothing', async () => {
    const ask = async (name: string, input: object): Promise<string> => {
      const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
      return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
    };
    const { flags } = JSON.parse(await ask('flagwright_list_flags', { due: true }));
    assert(flags.some(({ key }: { key: string }) => key === 'dark_mode'));
    assert.match(await ask('flagwright_find_usages', { flag: 'dark_mode' }), /src\/views\/Page\.tsx/);
    assert.match(await ask('flagwright_evaluate', { flag: 'dark_mode' }), /"on": true/);
    assert.match(await ask('flagwright_plan_removal', { flag: 'dark_mode' }), /"removesEntry": true/);
    assert.match(await textOf('src/views/Page.tsx'), /dark_mode/);
  });

  test('an assistant that would change files asks the person first; what only tells does not', async () => {
    const prepared = (name: string, input: object) =>
      toolOf(name, async () => undefined).prepareInvocation?.(
        { input },
        new vscode.CancellationTokenSource().token,
      ) as vscode.PreparedToolInvocation;
    const plan = 'flagwright_plan_removal';
    const asking = prepared(plan, { flag: 'dark_mode', apply: true });
    assert.equal(asking.invocationMessage, "Planning the removal of flag 'dark_mode'");
    assert.deepEqual(asking.confirmationMessages, {
      title: 'Remove a Feature Flag',
      message: "Plan the removal of flag 'dark_mode' and show its changes, to be applied by you?",
    });
    assert.equal(prepared(plan, { flag: 'dark_mode' }).confirmationMessages, undefined);
    assert.equal(prepared(plan, { flag: 'dark_mode', apply: 'no' }).confirmationMessages, undefined);
    assert.equal(prepared('flagwright_list_flags', {}).confirmationMessages, undefined);
  });

  test('the report of all flags opens in a tab of its own, once', async () => {
    await vscode.commands.executeCommand('flagwright.showReport');
    const { input } = await untilTab(/^Flags of /);
    assert(input instanceof vscode.TabInputWebview);
    await vscode.commands.executeCommand('flagwright.showReport');
    const pages = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview);
    assert.equal(pages.length, 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('a flag file that changes on disk is read again', async () => {
    const { document } = await open('src/search.ts');
    const uri = fileUri('config/flags.json');
    await vscode.workspace.fs.writeFile(
      uri,
      Buffer.from('{ "flags": { "brand_new": { "enabled": true } } }'),
    );
    const entry = await vscode.workspace.openTextDocument(uri);
    await untilFindings(entry, (found) => found.includes('unused-flag brand_new'));
    await vscode.workspace.fs.delete(uri);
    assert.equal(document.languageId, 'typescript');
  });

  test('the server can be started anew', async () => {
    await vscode.commands.executeCommand('flagwright.restart');
    const { document } = await open('src/pricing.ts');
    await untilFindings(document, (found) => found.includes('nested-flag new_checkout'));
    assert((await fixes(await open('src/pricing.ts', '|'))).length >= 0);
  });

  test('a server that ends is started anew five times in three minutes, and then when somebody wants it', async () => {
    const servers = forked();
    await vscode.commands.executeCommand('flagwright.restart');
    const { document } = await open('src/pricing.ts');
    for (let ends = 0; ends < 6; ends++) {
      await untilFindings(document, (found) => found.includes('nested-flag new_checkout'));
      assert.equal(servers.length, ends + 1);
      servers.at(-1)!.kill('SIGKILL');
      await untilFindings(document, (found) => found.length === 0);
    }
    await vscode.commands.executeCommand('flagwright.restart');
    await untilFindings(document, (found) => found.includes('nested-flag new_checkout'));
    assert.equal(servers.length, 7);
  });
});

/** The processes that are started as modules from now on: each is a server. */
function forked(): readonly ChildProcess[] {
  const started: ChildProcess[] = [];
  const { fork } = childProcess;
  childProcess.fork = (...given: unknown[]) => {
    const child = Reflect.apply(fork, childProcess, given) as ChildProcess;
    started.push(child);
    return child;
  };
  return started;
}
