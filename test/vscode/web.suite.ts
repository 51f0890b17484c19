/** Flagwright without Node: the server is a web worker, and the client reads the workspace for it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  applyFix,
  completions,
  fileUri,
  fixes,
  hover,
  labelOf,
  open,
  places,
  textOf,
  untilFindings,
  untilTab,
} from './editor';

const FLAG_FILE = 'config/feature_flags.yaml';

const write = (file: string, text: string): Thenable<void> =>
  vscode.workspace.fs.writeFile(fileUri(file), new TextEncoder().encode(text));

/** Waits until a file, open or not, has as many findings as wanted. */
async function untilProblems(file: string, wanted: (count: number) => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = () => {
      if (!wanted(vscode.languages.getDiagnostics(fileUri(file)).length)) return;
      listener.dispose();
      resolve();
    };
    const listener = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}

suite('the shop in a browser', () => {
  suiteSetup(async () => {
    const extension = vscode.extensions.getExtension('flagwright.flagwright');
    assert(extension, 'the extension is not there');
    await extension.activate();
  });

  test('there is no Node', () => {
    const { process } = globalThis as { process?: { versions?: { node?: string } } };
    assert(process?.versions?.node === undefined, 'Node');
  });

  test('the code shows what is wrong with its flags, in files that were never opened too', async () => {
    const { document } = await open('src/views/Page.tsx');
    await untilFindings(document, (found) => found.includes('stale-flag dark_mode'));
    await untilProblems('src/checkout.ts', (count) => count > 0);
  });

  test('the hover says rollout and owner', async () => {
    const text = await hover(await open('src/checkout.ts', "'new_|checkout'"));
    assert(text.includes('10 %') && text.includes('payments'), text);
  });

  test('completion offers the flags', async () => {
    const labels = (await completions(await open('src/checkout.ts', "'new_|checkout'"))).map(labelOf);
    assert(labels.includes('dark_mode') && labels.includes('gift_wrap'), labels.join(' '));
  });

  test('the definition of a flag is its entry', async () => {
    const [place] = await places(await open('src/checkout.ts', "'new_|checkout'"), 'Definition');
    assert(place === 'feature_flags.yaml: new_checkout:', place);
  });

  test('a file that comes is read, and a misspelt flag in it is put right', async () => {
    // Windows' line ends, and a character of two units before the key.
    await write(
      'src/typo.ts',
      "import { isEnabled } from './flags';\r\n\r\nexport const wrapped = '🎁' && isEnabled('gift_rap');\r\n",
    );
    const editor = await open('src/typo.ts', "'gift_|rap'");
    const { document } = editor;
    await untilFindings(document, (found) => found.includes('unknown-flag gift_rap'));
    await applyFix(editor, /gift_wrap/);
    await untilFindings(document, (found) => !found.some((one) => one.startsWith('unknown-flag')));
    assert(document.getText().includes("'🎁' && isEnabled('gift_wrap');\r\n"), document.getText());
    await document.save();
  });

  test('the findings of a file go with it', async () => {
    await write('src/going.ts', "import { isEnabled } from './flags';\nisEnabled('gift_rap');\n");
    await untilProblems('src/going.ts', (count) => count > 0);
    await vscode.workspace.fs.delete(fileUri('src/going.ts'));
    await untilProblems('src/going.ts', (count) => count === 0);
  });

  test('a flag that is renamed in its file is unknown in code', async () => {
    const { document } = await open('src/checkout.ts');
    const text = await textOf(FLAG_FILE);
    await write(FLAG_FILE, text.replace('new_checkout:', 'newest_checkout:'));
    await untilFindings(document, (found) => found.includes('unknown-flag new_checkout'));
    await write(FLAG_FILE, text);
    await untilFindings(document, (found) => !found.includes('unknown-flag new_checkout'));
  });

  test('a flag that is fully rolled out is removed from a file', async () => {
    const editor = await open('src/checkout.ts', "isEnabled('express|_shipping'");
    await applyFix(editor, /^Remove flag 'express_shipping'.*in this file/);
    const text = editor.document.getText();
    assert(text.includes('order.shipping = courierRate(cart);') && !text.includes('express_shipping'), text);
    await vscode.commands.executeCommand('undo');
  });

  test('it is removed everywhere, which is shown first', async () => {
    const stale = await open('src/views/Page.tsx', "'dark|_mode'");
    await applyFix(stale, /^Remove flag 'dark_mode'.*everywhere/);
    await untilTab(/^Remove flag 'dark_mode': keep the enabled branch$/);
    await vscode.commands.executeCommand('flagwright.applyRemoval');
    for (const file of ['src/views/Page.tsx', FLAG_FILE]) {
      const text = await textOf(file);
      assert(!text.includes('dark_mode'), text);
    }
  });

  test('the report of all flags opens', async () => {
    await vscode.commands.executeCommand('flagwright.showReport');
    await untilTab(/^Flags of shop$/);
  });

  test('what takes a machine is not on offer', async () => {
    const editor = await open('src/checkout.ts', "'new_|checkout'");
    const titles = (await fixes(editor)).map(({ title }) => title);
    assert(titles.length > 0 && !titles.some((title) => /pull/i.test(title)), titles.join(' | '));
    const commands = await vscode.commands.getCommands(true);
    assert(commands.includes('flagwright.pullFlags'), 'a command of the manifest has nobody to run it');
  });
});
