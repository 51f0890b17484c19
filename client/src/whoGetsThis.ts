import { l10n, type Memento, type QuickPickItem, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { asked } from './asked';
import {
  type Attribute,
  type ContextChoice,
  type ContextWords,
  contextChoices,
  withLatest,
} from './contextChoices';
import { plain } from './plain';

interface Question {
  readonly flag: string;
  readonly attributes: readonly Attribute[];
}

type Answer =
  | { readonly on: boolean; readonly text: string; readonly shares?: readonly string[] }
  | { readonly problem: string };

const WORDS: ContextWords = {
  askNobody: l10n.t('Ask for nobody in particular'),
  ask: (context) => l10n.t('Ask for {0}', context),
  attribute: l10n.t('attribute'),
  named: l10n.t('named by the flag'),
  lately: l10n.t('asked lately'),
};

/** The contexts that were asked for lately, in this workspace. */
const RECENT = 'flagwright.contexts';

/** Asks for a context, and says whether the flag is on for it: that of the lens, else the one under the cursor. */
export async function whoGetsThis(
  client: BaseLanguageClient | undefined,
  memory: Memento,
  lens?: { readonly uri: string; readonly flag: string },
): Promise<void> {
  const editor = window.activeTextEditor;
  const uri = lens?.uri ?? editor?.document.uri.toString();
  const question =
    client && uri !== undefined
      ? await asked<Question | null>(client, l10n.t('Looking for the flag'), 'flagwright/question', {
          uri,
          ...(lens ? { flag: lens.flag } : { position: editor!.selection.active }),
        })
      : null;
  if (question === undefined) return;
  if (!client || !question) {
    await window.showInformationMessage(
      l10n.t('Put the cursor on a flag that is declared: its name in code, or its entry in the flag file.'),
    );
    return;
  }
  for (let text = ''; ; ) {
    const context = await askContext(question, memory.get<string[]>(RECENT, []), text);
    if (context === undefined) return;
    const params = { uri, flag: question.flag, context };
    const answer = await client.sendRequest<Answer | null>('flagwright/evaluate', params);
    if (!answer) return;
    if (!('problem' in answer))
      await memory.update(RECENT, withLatest(memory.get<string[]>(RECENT, []), context));
    const next = await show(answer, async () =>
      asked<Answer | null>(client, l10n.t('Counting users'), 'flagwright/evaluate', {
        ...params,
        withShares: true,
      }),
    );
    if (next !== 'again') return;
    text = context;
  }
}

/** Shows the answer; from there one asks again, or for how many. */
async function show(
  answer: Answer,
  count: () => Promise<Answer | null | undefined>,
): Promise<'again' | undefined> {
  const again = l10n.t('Ask Again…');
  if ('problem' in answer) {
    return (await window.showWarningMessage(plain(answer.problem), again)) ? 'again' : undefined;
  }
  const share = l10n.t('For How Many?');
  const choice = await window.showInformationMessage(plain(answer.text), again, share);
  if (choice === again) return 'again';
  if (choice !== share) return undefined;
  const counted = await count();
  if (!counted || 'problem' in counted || !counted.shares) return undefined;
  const text = l10n.t('Of 100,000 made-up users with the same attributes: {0}.', counted.shares.join(' · '));
  return (await window.showInformationMessage(plain(text), again)) ? 'again' : undefined;
}

/** An input that completes the attributes of the flag's rules, and knows what was asked before. */
function askContext(
  { flag, attributes }: Question,
  recent: readonly string[],
  text: string,
): Promise<string | undefined> {
  const input = window.createQuickPick<QuickPickItem & { readonly choice: ContextChoice }>();
  input.title = l10n.t("Who gets '{0}'?", flag);
  input.placeholder = 'user_id=user_123, plan=pro';
  input.value = text;
  const update = (): void => {
    // Shown whatever they are called: they fit the last word, not the whole input.
    input.items = contextChoices(input.value, attributes, recent, WORDS).map((choice) => ({
      label: choice.label,
      ...(choice.description !== undefined && { description: choice.description }),
      alwaysShow: true,
      choice,
    }));
  };
  update();
  return new Promise((resolve) => {
    input.onDidChangeValue(update);
    input.onDidAccept(() => {
      const choice = input.selectedItems[0]?.choice;
      if (!choice) return;
      // Typed quicker than the list could follow, it is whole.
      if (!choice.isQuestion && choice.text !== input.value.trim()) {
        input.value = choice.text;
        update();
        return;
      }
      resolve(choice.text);
      input.hide();
    });
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}
