import {
  type Disposable,
  type ExtensionContext,
  Range,
  type TextEditor,
  ThemeColor,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { setting } from './settings';

export interface KeyColors extends Disposable {
  /** Colours the keys that a server knows, and follows it. */
  follow(client: BaseLanguageClient): void;
}

const SETTING = 'flagwright.keyColors.enabled';
const CODE = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'];
/** While one scrolls nothing is asked for. */
const QUIET_MILLISECONDS = 60;
/** Lines above and below what is on the screen, so that scrolling a little shows nothing new. */
const MARGIN = 40;

/**
 * Colours the keys that stand for declared flags, in what is on the screen. Semantic tokens would displace those of
 * TypeScript: a document has one provider of them.
 */
export function createKeyColors(
  clientNow: () => BaseLanguageClient | undefined,
  context: ExtensionContext,
): KeyColors {
  const type = window.createTextEditorDecorationType({ color: new ThemeColor('flagwright.key') });
  const timers = new Map<TextEditor, ReturnType<typeof setTimeout>>();

  const color = async (editor: TextEditor): Promise<void> => {
    const { document, visibleRanges } = editor;
    const client = clientNow();
    if (!client?.isRunning() || !setting<boolean>(context, SETTING)) return editor.setDecorations(type, []);
    const { version } = document;
    const found = await client.sendRequest<{ start: Point; end: Point }[]>('flagwright/keys', {
      uri: client.code2ProtocolConverter.asUri(document.uri),
      ranges: visibleRanges.map(({ start, end }) => ({
        start: { line: Math.max(0, start.line - MARGIN), character: 0 },
        end: { line: end.line + MARGIN, character: 0 },
      })),
    });
    // What was typed meanwhile brings an answer of its own.
    if (document.version !== version) return;
    editor.setDecorations(
      type,
      found.map(({ start, end }) => new Range(start.line, start.character, end.line, end.character)),
    );
  };

  const soon = (editor: TextEditor): void => {
    if (!CODE.includes(editor.document.languageId)) return;
    clearTimeout(timers.get(editor));
    timers.set(
      editor,
      setTimeout(() => {
        timers.delete(editor);
        // A server that ends while it is asked has said so already.
        void color(editor).catch(() => undefined);
      }, QUIET_MILLISECONDS),
    );
  };
  const all = (): void => window.visibleTextEditors.forEach(soon);

  const subscriptions: Disposable[] = [
    type,
    window.onDidChangeVisibleTextEditors(all),
    window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => soon(textEditor)),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(SETTING)) all();
    }),
  ];
  return {
    follow(client) {
      client.onNotification('flagwright/keysChanged', () => {
        if (client === clientNow()) all();
      });
      all();
    },
    dispose() {
      for (const timer of timers.values()) clearTimeout(timer);
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

interface Point {
  readonly line: number;
  readonly character: number;
}
