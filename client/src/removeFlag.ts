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

interface Answer {
  readonly flags: readonly ListedFlag[];
  readonly current?: string;
  /** The flag that was asked for by its name. */
  readonly named?: ListedFlag;
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
  const cursor = editor
    ? client.code2ProtocolConverter.asTextDocumentPositionParams(editor.document, editor.selection.active)
    : null;
  const ask = (params: unknown) =>
    asked<Answer>(client, l10n.t('Looking for flags'), 'flagwright/flags', params);
  const answer = await ask(cursor);
  if (!answer) return;
  const { flags, current } = answer;
  const chosen = given
    ? flags.find(({ key, uri }) => key === given.key && uri === given.uri)
    : await chooseFlag(flags, current, nameAtCursor());
  const flag = typeof chosen === 'string' ? (await ask({ ...cursor, name: chosen }))?.named : chosen;
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

/** The name under the cursor, where it is of several words, as a flag's is that is known by its name alone: `future.v7_newUi`. */
function nameAtCursor(): string | undefined {
  const editor = window.activeTextEditor;
  const range = editor?.document.getWordRangeAtPosition(editor.selection.active);
  const word = range && editor?.document.getText(range);
  return word && /[\p{Ll}\d]\p{Lu}|_/u.test(word) ? word : undefined;
}

/** A flag of the list, or a name that is not in it; a person may type any. */
function chooseFlag(
  flags: readonly ListedFlag[],
  current: string | undefined,
  word: string | undefined,
): Promise<ListedFlag | string | undefined> {
  type Item = QuickPickItem & { readonly flag?: ListedFlag | string };
  const itemOf = (flag: ListedFlag): Item => ({
    label: flag.key,
    description: flag.state,
    detail: flag.detail,
    flag,
  });
  const named = (name: string): Item => ({
    label: name,
    description: l10n.t('in no flag file'),
    detail: l10n.t('What the code has by this name alone, an option or a constant'),
    alwaysShow: true,
    flag: name,
  });
  const isListed = (name: string): boolean => flags.some(({ key }) => key === name);
  const separator = (label: string): Item => ({ label, kind: QuickPickItemKind.Separator });
  const here = flags.filter(({ key }) => key === current).map(itemOf);
  if (here.length === 0 && word !== undefined && !isListed(word))
    here.push({ ...named(word), alwaysShow: false });
  const items = here.length > 0 ? [separator(l10n.t('at the cursor')), ...here] : [];
  for (const [group, label] of Object.entries(GROUPS)) {
    const others = flags.filter((flag) => flag.group === group && flag.key !== current);
    if (others.length > 0) items.push(separator(label), ...others.map(itemOf));
  }
  const pick = window.createQuickPick<Item>();
  pick.title = l10n.t('Remove a Flag');
  pick.placeholder = l10n.t('The flag to remove everywhere, with its entry; the changes are shown first');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = items;
  pick.onDidChangeValue((value) => {
    const name = value.trim();
    const isNew = /^\S+$/.test(name) && !isListed(name) && name !== word;
    // Listed ones whose names begin so come first.
    const typed = { ...named(name), label: l10n.t('Another one: {0}', name) };
    pick.items = isNew ? [...items, separator(GROUPS.undeclared), typed] : items;
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.flag);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
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
