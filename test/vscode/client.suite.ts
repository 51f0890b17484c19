import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { problemOf } from '../../client/src/settings';
import { describe } from '../../client/src/status';

suite('The extension', () => {
  test('says what is wrong with a setting, and what it uses instead', () => {
    const schema = { type: 'string', default: 'messages', enum: ['messages', 'verbose'] } as const;
    assert.equal(
      problemOf('flagwright.trace.server', schema, 'loud'),
      'The setting flagwright.trace.server is "loud", but it must be one of messages, verbose. Flagwright uses "messages" instead.',
    );
    assert.equal(problemOf('flagwright.trace.server', schema, 'verbose'), undefined);
    assert.match(problemOf('x', { type: 'boolean', default: true }, 1) ?? '', /must be a boolean/);
  });

  test('counts flags in the status bar', () => {
    const status = describe({ state: 'ready', flags: 1, flagFiles: 1, reads: 20 });
    assert.equal(status?.text, '$(flag) 1 flag');
    assert.equal(status?.tooltip, 'Flagwright: 1 flag in 1 file, read in 20 places.');
  });

  test('shows a message of the server as a warning', () => {
    const status = describe({
      state: 'ready',
      flags: 2,
      flagFiles: 1,
      reads: 0,
      message: 'flags.yml is broken.',
    });
    assert.equal(status?.severity, 'warning');
    assert.match(status?.tooltip ?? '', /flags\.yml is broken\.$/);
  });

  test('counts flags that code reads where no flag file declares them, and is silent where there are none', () => {
    const none = { flags: 0, flagFiles: 0, reads: 0 };
    const status = describe({ state: 'noFlagFile', ...none, undeclared: { flags: 3, reads: 7 } });
    assert.equal(status?.text, '$(flag) 3 flags in code');
    assert.match(status?.tooltip ?? '', /^Flagwright: 3 flags, read in 7 places\./);
    assert.equal(describe({ state: 'nothing', ...none }), undefined);
  });

  test('has registered every command of its manifest', async () => {
    const extension = vscode.extensions.getExtension('flagwright.flagwright');
    assert(extension);
    await extension.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const { command } of extension.packageJSON.contributes.commands) {
      assert(registered.has(command), `${command} is not registered`);
    }
  });
});
