import {
  type CodeAction,
  CodeActionKind,
  commands,
  extensions,
  Location,
  l10n,
  Position,
  Range,
  Uri,
  window,
} from 'vscode';
import { isDay, parsePercentage } from './answers';
import { plain } from './plain';

/** What a change of a flag lacks, as the server asks for it. */
interface Question {
  readonly file: string;
  readonly key: string;
  readonly environment?: string;
  readonly about: 'owner' | 'expiry' | 'percentage';
  readonly current?: string;
  readonly choices: readonly {
    readonly label: string;
    readonly description?: string;
    readonly task: object;
  }[];
}

/** Asks, and has the server make the change. */
export async function ask({ uri, question }: { uri: string; question: Question }): Promise<void> {
  const task = question.about === 'percentage' ? await askPercentage(question) : await pick(question);
  if (!task) return;
  const { file, key, environment } = question;
  const request = { file, key, environment, ...task };
  await commands.executeCommand('flagwright.editFlag', { uri, request });
}

async function askPercentage({ key, current }: Question): Promise<object | undefined> {
  const answer = await window.showInputBox({
    title: l10n.t("Percentage of '{0}'", key),
    prompt: l10n.t('The share of users for whom the flag is on, from 0 to 100.'),
    value: current ?? '',
    validateInput: (text) =>
      parsePercentage(text) === undefined ? l10n.t('A number from 0 to 100 is expected.') : undefined,
  });
  return answer === undefined ? undefined : { task: 'switch', wanted: parsePercentage(answer) };
}

/** A list that also takes what is typed and is not in it. */
function pick({ key, about, choices }: Question): Promise<object | undefined> {
  const list = window.createQuickPick<{ label: string; description?: string; task?: object }>();
  list.title = about === 'owner' ? l10n.t("Owner of '{0}'", key) : l10n.t("Last day of '{0}'", key);
  list.placeholder =
    about === 'owner'
      ? l10n.t('Pick an owner, or type a new one')
      : l10n.t('Pick a day, or type one: 2027-01-31');
  list.items = choices;
  list.onDidChangeValue((text) => {
    const value = text.trim();
    const isNew = value !== '' && !choices.some(({ label }) => label === value);
    list.items = isNew ? [...choices, { label: value, description: l10n.t('as typed') }] : choices;
  });
  return new Promise((resolve) => {
    list.onDidAccept(() => {
      const [chosen] = list.selectedItems;
      if (!chosen) return;
      if (!chosen.task && about === 'expiry' && !isDay(chosen.label)) {
        list.title = l10n.t("'{0}' is no date such as 2027-01-31", chosen.label);
        return;
      }
      const field = about === 'owner' ? 'owner' : 'expires';
      resolve(chosen.task ?? { task: 'set', field, value: chosen.label });
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}

/** The syntaxes whose own extension completes and explains from the schemas that we contribute: they need it from nobody else. */
export function syntaxesWithSchema(): string[] {
  const has = (id: string): boolean => extensions.getExtension(id) !== undefined;
  return [
    ...(has('vscode.json-language-features') ? ['json'] : []),
    ...(has('redhat.vscode-yaml') ? ['yaml'] : []),
  ];
}

/** Shows the reads of a flag as VS Code shows references. */
export async function showReads(uri: string, at: Position, places: readonly { uri: string; range: Range }[]) {
  const position = ({ line, character }: Position): Position => new Position(line, character);
  const locations = places.map(
    ({ uri: target, range }) =>
      new Location(Uri.parse(target), new Range(position(range.start), position(range.end))),
  );
  await commands.executeCommand('editor.action.showReferences', Uri.parse(uri), position(at), locations);
}

/** Offers every switch of the flag under the cursor: the code actions of the server, as the bulb does. */
export async function switchFlag(): Promise<void> {
  const editor = window.activeTextEditor;
  const actions = editor
    ? await commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        editor.document.uri,
        editor.selection,
        CodeActionKind.Refactor.value,
      )
    : [];
  const switches = actions.filter(({ command }) => command && SWITCHES.includes(command.command));
  if (switches.length === 0) {
    const refused = actions.find(({ title, disabled }) => disabled && title.startsWith('Switch '));
    await window.showInformationMessage(
      plain(refused?.disabled?.reason ?? '') ||
        l10n.t('Put the cursor on a flag: its name in code, or its entry in the flag file.'),
    );
    return;
  }
  const choice = await window.showQuickPick(
    switches.map((action) => ({ label: action.title, action })),
    { title: l10n.t('Switch a Flag') },
  );
  const command = choice?.action.command;
  if (command) await commands.executeCommand(command.command, ...(command.arguments ?? []));
}

const SWITCHES = ['flagwright.editFlag', 'flagwright.ask'];
