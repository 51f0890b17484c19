import {
  commands,
  type Disposable,
  EventEmitter,
  l10n,
  type Tab,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { plain } from './plain';
import { type Report, type ReportView, reportChoices } from './removalReport';

/** A plan of the server, in the notification `flagwright/removalPlanned`. */
export interface Preview {
  readonly id: number;
  readonly title: string;
  readonly files: readonly { readonly uri: string; readonly before: string; readonly after: string }[];
  readonly report: Report;
}

const SCHEME = 'flagwright-removal';

/** True while a plan is in front of the person, and while it is one that leaves places: the manifest's buttons ask. */
const IS_SHOWN = 'flagwright.removalIsShown';
const LEAVES_PLACES = 'flagwright.removalLeavesPlaces';

export interface RemovalViews extends Disposable {
  show(client: BaseLanguageClient, preview: Preview): Promise<void>;
}

interface Shown {
  readonly client: BaseLanguageClient;
  readonly preview: Preview;
  /** The question beside it has been answered, or has gone. */
  isAnswered: boolean;
}

/**
 * Shows plans of removals in the editor of changes, a tab each, until they are applied or their tab is closed. The texts
 * are the plan's own, so nothing that happens to the files meanwhile moves what a person looks at.
 */
export function createRemovalViews(reports: ReportView): RemovalViews {
  const shown = new Map<Tab, Shown>();
  /** Plans whose tab is about to open. */
  const awaited = new Set<Shown>();
  const texts = new Map<string, string>();

  const provider: TextDocumentContentProvider = {
    onDidChange: new EventEmitter<Uri>().event,
    provideTextDocumentContent: (uri) =>
      texts.get(uri.toString()) ??
      `${l10n.t('This plan is no longer known. Close it, and plan the removal again.')}\n`,
  };

  const active = () => {
    const tab = window.tabGroups.activeTabGroup.activeTab;
    const entry = tab && shown.get(tab);
    return tab && entry && { tab, ...entry };
  };
  const showButtons = () => {
    const entry = active();
    const leaves = entry !== undefined && reportChoices(entry.preview.report).length > 0;
    void commands.executeCommand('setContext', IS_SHOWN, entry !== undefined);
    void commands.executeCommand('setContext', LEAVES_PLACES, leaves);
  };

  const forget = (tab: Tab): void => {
    const entry = shown.get(tab);
    if (!entry) return;
    shown.delete(tab);
    // A question that asks for what is done already would be asking to do it twice.
    if (!entry.isAnswered) void commands.executeCommand('notifications.hideToasts');
    for (const uri of entry.preview.files.flatMap((file) => sidesOf(entry.preview, file)))
      texts.delete(uri.toString());
    showButtons();
  };

  const discard = (tab: Tab): void => {
    const entry = shown.get(tab);
    forget(tab);
    if (entry) void entry.client.sendNotification('flagwright/discardRemoval', { id: entry.preview.id });
  };

  const apply = async (tab: Tab): Promise<void> => {
    const entry = shown.get(tab);
    if (!entry) return;
    const { client, preview } = entry;
    const changed = preview.files.find(({ uri, before }) => isOtherNow(client, uri, before));
    if (changed) {
      const name = workspace.asRelativePath(client.protocol2CodeConverter.asUri(changed.uri));
      void window.showErrorMessage(
        plain(
          l10n.t('Nothing was changed: {0} has changed since the removal was planned. Plan it again.', name),
        ),
      );
      return;
    }
    forget(tab);
    await window.tabGroups.close(tab);
    await client.sendRequest('flagwright/applyRemoval', { id: preview.id });
  };

  const tabOf = (entry: Shown): Tab | undefined => [...shown].find(([, other]) => other === entry)?.[0];

  const ask = async (entry: Shown): Promise<void> => {
    const { report } = entry.preview;
    const [doApply, cancel] = [l10n.t('Apply'), l10n.t('Cancel')];
    const choices = [doApply, ...reportChoices(report), cancel];
    for (;;) {
      entry.isAnswered = false;
      const answer = await (report.isPartial
        ? window.showWarningMessage(plain(report.summary), ...choices)
        : window.showInformationMessage(plain(report.summary), ...choices));
      entry.isAnswered = true;
      const tab = tabOf(entry);
      if (answer === undefined || !tab) return;
      if (answer === doApply) return apply(tab);
      if (answer === cancel) return void (await window.tabGroups.close(tab));
      await reports.show(report);
      // Without the plan in front of them nobody can agree to it.
      if (!tabOf(entry)) return;
    }
  };

  const subscriptions: Disposable[] = [
    workspace.registerTextDocumentContentProvider(SCHEME, provider),
    window.tabGroups.onDidChangeTabs(({ closed, opened }) => {
      for (const tab of opened) {
        // A tab that is moved to another group closes there and opens here.
        const moved = closed.find((one) => one.label === tab.label && shown.has(one));
        const entry = moved
          ? shown.get(moved)
          : [...awaited].find(({ preview }) => preview.title === tab.label);
        if (!entry) continue;
        if (moved) shown.delete(moved);
        awaited.delete(entry);
        shown.set(tab, entry);
        if (!moved) void ask(entry);
      }
      for (const tab of closed) discard(tab);
      showButtons();
    }),
    window.tabGroups.onDidChangeTabGroups(showButtons),
    commands.registerCommand('flagwright.applyRemoval', async () => {
      const entry = active();
      if (entry) await apply(entry.tab);
    }),
    commands.registerCommand('flagwright.cancelRemoval', async () => {
      const entry = active();
      if (entry) await window.tabGroups.close(entry.tab);
    }),
    commands.registerCommand('flagwright.showWhatIsLeft', async () => {
      const entry = active();
      if (entry) await reports.show(entry.preview.report);
    }),
  ];

  return {
    async show(client, preview) {
      const resources = preview.files.map((file) => {
        const [before, after] = sidesOf(preview, file);
        texts.set(before.toString(), file.before);
        texts.set(after.toString(), file.after);
        return [client.protocol2CodeConverter.asUri(file.uri), before, after];
      });
      awaited.add({ client, preview, isAnswered: false });
      await commands.executeCommand('vscode.changes', preview.title, resources);
      // Else the next file that is looked at takes the tab, and the plan is gone.
      await commands.executeCommand('workbench.action.keepEditor');
    },
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

/** The two texts of a file as documents; they end like the file, so that they have its colours. */
function sidesOf({ id }: Preview, { uri }: { readonly uri: string }): [before: Uri, after: Uri] {
  const { path } = Uri.parse(uri);
  const side = (name: string) => Uri.from({ scheme: SCHEME, path, query: `${id}.${name}` });
  return [side('before'), side('after')];
}

/** Whether an open document is another than in the plan. The server sees only documents in languages that it knows. */
function isOtherNow(client: BaseLanguageClient, uri: string, before: string): boolean {
  const name = client.protocol2CodeConverter.asUri(uri).toString();
  const document = workspace.textDocuments.find((one) => one.uri.toString() === name);
  // An editor makes all line ends of a document the same.
  const lines = (text: string) => text.replace(/\r\n?/g, '\n');
  return document !== undefined && lines(document.getText()) !== lines(before);
}
