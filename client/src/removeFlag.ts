import { commands, l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { asked } from './asked';
import { plain } from './plain';

/** A flag that the server answers with to `flagwright/flags`. */
interface ListedFlag {
  readonly key: string;
  readonly uri: string;
  readonly group: keyof typeof GROUPS;
  readonly state: string;
  readonly detail: string;
  readonly choices: readonly Choice[];
}

interface Choice {
  readonly title: string;
  readonly request: unknown;
}

const GROUPS = {
  due: l10n.t('due for removal'),
  settled: l10n.t('settled'),
  open: l10n.t('not settled: what the code keeps is your decision'),
  undeclared: l10n.t('in no flag file: what the code keeps is your decision'),
  stays: l10n.t('meant to stay, or written by the program'),
};

/** Lets a person choose a flag, the one under the cursor or any other, and plans its removal; nothing is asked for a `given` one. */
export async function removeFlag(
  client: BaseLanguageClient | undefined,
  given?: { readonly uri: string; readonly key: string },
): Promise<void> {
  if (!client?.isRunning()) {
    await window.showInformationMessage(l10n.t('Flagwright does not run here, so it knows no flags.'));
    return;
  }
  const editor = window.activeTextEditor;
  const answer = await asked<{ flags: readonly ListedFlag[]; current?: string }>(
    client,
    l10n.t('Looking for flags'),
    'flagwright/flags',
    editor
      ? client.code2ProtocolConverter.asTextDocumentPositionParams(editor.document, editor.selection.active)
      : null,
  );
  if (!answer) return;
  const { flags, current } = answer;
  if (flags.length === 0) {
    await window.showInformationMessage(l10n.t('Flagwright has found no flag in this workspace.'));
    return;
  }
  const flag = given
    ? flags.find(({ key, uri }) => key === given.key && uri === given.uri)
    : await chooseFlag(flags, current);
  if (!flag) return;
  if (flag.choices.length === 0) {
    await window.showInformationMessage(
      plain(l10n.t("Flag '{0}' is not removed. {1}", flag.key, flag.detail)),
    );
    return;
  }
  const choice = flag.choices.length === 1 ? flag.choices[0] : await chooseKeep(flag);
  if (!choice) return;
  await commands.executeCommand('flagwright.removeEverywhere', { uri: flag.uri, request: choice.request });
}

async function chooseFlag(
  flags: readonly ListedFlag[],
  current: string | undefined,
): Promise<ListedFlag | undefined> {
  type Item = QuickPickItem & { readonly flag?: ListedFlag };
  const itemOf = (flag: ListedFlag): Item => ({
    label: flag.key,
    description: flag.state,
    detail: flag.detail,
    flag,
  });
  const separator = (label: string): Item => ({ label, kind: QuickPickItemKind.Separator });
  const here = flags.filter(({ key }) => key === current);
  const items = here.length > 0 ? [separator(l10n.t('at the cursor')), ...here.map(itemOf)] : [];
  for (const [group, label] of Object.entries(GROUPS)) {
    const others = flags.filter((flag) => flag.group === group && flag.key !== current);
    if (others.length > 0) items.push(separator(label), ...others.map(itemOf));
  }
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Remove a Flag'),
    placeHolder: l10n.t('The flag to remove everywhere, with its entry; the changes are shown first'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.flag;
}

async function chooseKeep({ key, state, choices }: ListedFlag): Promise<Choice | undefined> {
  const items = choices.map((choice) => ({
    label: choice.title.charAt(0).toUpperCase() + choice.title.slice(1),
    choice,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("Remove Flag '{0}'", key),
    placeHolder: l10n.t('It is {0}: what the code keeps is your decision', state),
  });
  return chosen?.choice;
}
