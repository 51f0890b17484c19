import { l10n, type QuickPickItem, type Range, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { asked } from './asked';

/** What the server wants to know of a new flag, with the likely answers. */
interface Form {
  readonly folder: string;
  readonly style?: string;
  readonly files: readonly { readonly path: string; readonly asksForMore: boolean }[];
  readonly types: readonly { readonly type: string; readonly expires?: string; readonly days?: number }[];
  readonly owners: readonly string[];
  readonly codeOwners: readonly string[];
  readonly user?: string;
}

/** From a quick fix: where, and what is known of the flag. */
export interface NewFlagArgument {
  readonly uri: string;
  readonly key?: string;
  readonly range?: { readonly start: Point; readonly end: Point };
}

interface Point {
  readonly line: number;
  readonly character: number;
}

const CODE = /^(typescript|javascript)(react)?$/;

/** Asks for what a new flag needs, and has it made: its entry, and what is selected behind a read of it. */
export async function newFlag(
  client: BaseLanguageClient | undefined,
  given?: NewFlagArgument,
): Promise<void> {
  if (!client?.isRunning()) {
    await window.showInformationMessage(l10n.t('Flagwright does not run here, so it can make no flag.'));
    return;
  }
  const { uri, range } = given ?? selected(client);
  const form = await asked<Form | null>(
    client,
    l10n.t('Looking at the flags that there are'),
    'flagwright/newFlagForm',
    { uri },
  );
  if (form === undefined) return;
  if (!form) {
    await window.showInformationMessage(
      l10n.t('Open a folder first: flags live in a file of the workspace.'),
    );
    return;
  }
  const key = await askKey(client, form, given?.key);
  if (key === undefined) return;
  const file = await askFile(form, key);
  if (!file) return;
  const answers = file.asksForMore ? await askMore(form, key) : {};
  if (!answers) return;
  await client.sendRequest('flagwright/createFlag', {
    folder: form.folder,
    flag: { key, file: file.path, ...answers },
    ...(uri !== undefined && range && { wrap: { uri, range } }),
  });
}

/** What is selected in code; else only where one is. */
function selected(client: BaseLanguageClient): { uri?: string; range?: Range } {
  const editor = window.activeTextEditor;
  if (!editor || !workspace.getWorkspaceFolder(editor.document.uri)) return {};
  const uri = client.code2ProtocolConverter.asUri(editor.document.uri);
  const { document, selection } = editor;
  return CODE.test(document.languageId) && !selection.isEmpty ? { uri, range: selection } : { uri };
}

/** The name, checked while it is typed; one that is only spelt otherwise is taken as the project spells it. */
async function askKey(
  client: BaseLanguageClient,
  form: Form,
  key: string | undefined,
): Promise<string | undefined> {
  const problemOf = (text: string) =>
    client.sendRequest<{ problem: string; suggestion?: string } | null>('flagwright/newFlagProblem', {
      folder: form.folder,
      key: text.trim(),
    });
  const answer = await window.showInputBox({
    title: l10n.t('New Flag'),
    prompt:
      form.style === undefined
        ? l10n.t('Its name, as code will ask for it.')
        : l10n.t('Its name, as code will ask for it, in {0}.', form.style),
    value: key ?? '',
    ignoreFocusOut: true,
    validateInput: async (text) => (text === '' ? '' : ((await problemOf(text))?.problem ?? '')),
  });
  return answer?.trim() || undefined;
}

async function askFile({ files }: Form, key: string): Promise<Form['files'][number] | undefined> {
  if (files.length < 2) return files[0];
  const choice = await window.showQuickPick(
    files.map((file) => ({ label: file.path, file })),
    { title: l10n.t("File for Flag '{0}'", key), placeHolder: l10n.t('The flag file that declares it') },
  );
  return choice?.file;
}

/** Type, owner and description; nothing where the person gives up. */
async function askMore(
  form: Form,
  key: string,
): Promise<{ type?: string; owner?: string; description?: string } | undefined> {
  const type = await window.showQuickPick(
    form.types.map(({ type: name, expires, days }) => ({
      label: name.replace('_', ' '),
      description:
        expires === undefined || days === undefined
          ? l10n.t('stays until it is removed')
          : l10n.t('expires on {0}, in {1} days', expires, days),
      type: name,
    })),
    {
      title: l10n.t("Type of Flag '{0}'", key),
      placeHolder: l10n.t('What it is for decides when it expires'),
    },
  );
  if (!type) return undefined;
  const owner = await askOwner(form, key);
  if (owner === undefined) return undefined;
  const description = await window.showInputBox({
    title: l10n.t("Description of Flag '{0}'", key),
    prompt: l10n.t('What it is for, in a few words; Enter leaves it out.'),
    ignoreFocusOut: true,
  });
  if (description === undefined) return undefined;
  return {
    type: type.type,
    ...(owner !== '' && { owner }),
    ...(description.trim() !== '' && { description: description.trim() }),
  };
}

/** A list that also takes what is typed; empty for nobody. */
function askOwner({ owners, codeOwners, user }: Form, key: string): Promise<string | undefined> {
  const nobody = l10n.t('Nobody yet');
  const list = window.createQuickPick<QuickPickItem & { owner: string }>();
  const noteOn = (owner: string): string =>
    codeOwners.includes(owner) ? l10n.t('owns this code') : owner === user ? l10n.t('you, as git says') : '';
  const known = [
    ...owners.map((owner) => ({ label: owner, description: noteOn(owner), owner })),
    { label: nobody, owner: '' },
  ];
  list.title = l10n.t("Owner of Flag '{0}'", key);
  list.placeholder = l10n.t('Pick an owner, or type a new one');
  list.items = known;
  list.onDidChangeValue((text) => {
    const owner = text.trim();
    const isNew = owner !== '' && !owners.includes(owner);
    list.items = isNew ? [...known, { label: owner, description: l10n.t('as typed'), owner }] : known;
  });
  return new Promise((resolve) => {
    list.onDidAccept(() => {
      resolve(list.selectedItems[0]?.owner);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}
