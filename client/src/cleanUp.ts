import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { asked } from './asked';

/** A flag that the server answers with to `flagwright/dueFlags`. */
interface DueFlag {
  readonly folder: string;
  readonly folderName: string;
  readonly key: string;
  readonly state: string;
  readonly detail: string;
  readonly request: { readonly keep: unknown };
}

type Item = QuickPickItem & { flag?: DueFlag };

/** Lets a person pick among the flags that are due, and has their removals planned as one change. */
export async function cleanUp(client: BaseLanguageClient | undefined): Promise<void> {
  if (!client?.isRunning()) {
    await window.showInformationMessage(l10n.t('Flagwright does not run here, so it knows no flags.'));
    return;
  }
  const answer = await asked<{ flags: readonly DueFlag[] }>(
    client,
    l10n.t('Looking for flags that are due'),
    'flagwright/dueFlags',
    {},
  );
  if (!answer) return;
  const { flags } = answer;
  if (flags.length === 0) {
    await window.showInformationMessage(
      l10n.t(
        'No flag is due for removal. A flag is due when it has been on or off for everyone for long, or has expired.',
      ),
    );
    return;
  }
  const chosen = await choose(client, flags);
  if (!chosen || chosen.length === 0) return;
  await client.sendRequest('flagwright/cleanUp', {
    flags: chosen.map(({ folder, request }) => ({ folder, request })),
  });
}

/** A list in which several can be picked. What each removal deletes is filled in while one reads. */
function choose(
  client: BaseLanguageClient,
  flags: readonly DueFlag[],
): Promise<readonly DueFlag[] | undefined> {
  const list = window.createQuickPick<Item>();
  const title = l10n.t('Clean Up Flags');
  list.title = title;
  list.placeholder = l10n.t('Pick the flags to remove; all changes are shown first');
  list.canSelectMany = true;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  const isOneFolder = new Set(flags.map(({ folder }) => folder)).size === 1;
  const items = flags.map((flag): Item & { flag: DueFlag } => ({
    label: flag.key,
    description: isOneFolder ? flag.state : `${flag.folderName} · ${flag.state}`,
    detail: flag.detail,
    flag,
  }));
  const separator = (label: string): Item => ({ label, kind: QuickPickItemKind.Separator });
  const isOn = ({ flag }: { flag: DueFlag }): boolean => flag.request.keep === true;
  const on = items.filter(isOn);
  const off = items.filter((item) => !isOn(item));
  const draw = (): void => {
    const { selectedItems, activeItems } = list;
    list.items = [
      ...(on.length > 0 ? [separator(l10n.t('the code behind them stays')), ...on] : []),
      ...(off.length > 0 ? [separator(l10n.t('the code behind them goes')), ...off] : []),
    ];
    list.selectedItems = selectedItems;
    list.activeItems = activeItems;
  };
  draw();

  let isOpen = true;
  const fillIn = async (): Promise<void> => {
    list.busy = true;
    let drawn = performance.now();
    for (const item of [...on, ...off]) {
      if (!isOpen) return;
      const { folder, request, detail } = item.flag;
      const answer = await client
        .sendRequest<{ size: string } | null>('flagwright/removalSize', { folder, request })
        .catch(() => null);
      if (answer) item.detail = `${answer.size} · ${detail}`;
      if (performance.now() - drawn < REDRAW_MILLISECONDS) continue;
      if (isOpen) draw();
      drawn = performance.now();
    }
    if (!isOpen) return;
    draw();
    list.busy = false;
  };

  return new Promise((resolve) => {
    list.onDidAccept(() => {
      if (list.selectedItems.length === 0) {
        list.title = l10n.t('Clean Up Flags: pick at least one');
        return;
      }
      resolve(list.selectedItems.flatMap(({ flag }) => (flag ? [flag] : [])));
      list.hide();
    });
    list.onDidChangeSelection(() => {
      list.title = title;
    });
    list.onDidHide(() => {
      isOpen = false;
      resolve(undefined);
      list.dispose();
    });
    list.show();
    void fillIn();
  });
}

/** A list that is drawn anew all the time cannot be read. */
const REDRAW_MILLISECONDS = 400;
