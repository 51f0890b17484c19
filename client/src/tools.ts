import {
  type CancellationToken,
  commands,
  type Disposable,
  LanguageModelTextPart,
  type LanguageModelTool,
  LanguageModelToolResult,
  l10n,
  lm,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ServerNow } from './extension';

/** What an assistant gives along; `apply` is for the plan of a removal alone. */
interface Input {
  readonly flag?: string;
  readonly apply?: boolean;
}

type Answer =
  | { readonly answer: { readonly keep?: unknown }; readonly uri?: string }
  | { readonly refusal: string };

/** The tools that the manifest offers to assistants, with what a person reads while one is used. */
const TOOLS: Readonly<Record<string, (input: Input) => string>> = {
  flagwright_list_flags: () => l10n.t('Listing feature flags'),
  flagwright_find_usages: ({ flag }) => l10n.t("Finding usages of flag '{0}'", flag ?? ''),
  flagwright_plan_removal: ({ flag }) => l10n.t("Planning the removal of flag '{0}'", flag ?? ''),
  flagwright_evaluate: ({ flag }) => l10n.t("Evaluating flag '{0}'", flag ?? ''),
};

/** Offers the tools to assistants in the editor; the language server answers them. */
export function registerTools(server: ServerNow): Disposable[] {
  return Object.keys(TOOLS).map((name) => lm.registerTool(name, toolOf(name, server)));
}

/** One of the tools, by its name in the manifest. */
export function toolOf(name: string, server: ServerNow): LanguageModelTool<Input> {
  return {
    prepareInvocation: ({ input }) => ({
      invocationMessage: TOOLS[name]!(input),
      // Nothing is changed without a word of the person: here, and again beside the changes themselves.
      ...(input.apply === true && {
        confirmationMessages: {
          title: l10n.t('Remove a Feature Flag'),
          message: l10n.t(
            "Plan the removal of flag '{0}' and show its changes, to be applied by you?",
            input.flag ?? '',
          ),
        },
      }),
    }),
    async invoke({ input }, token) {
      const client = await server();
      if (!client?.isRunning())
        return resultOf('Flagwright does not run in this workspace, so it knows no flags.');
      return ask(client, name, input, token);
    },
  };
}

async function ask(
  client: BaseLanguageClient,
  name: string,
  { apply, ...input }: Input,
  token: CancellationToken,
): Promise<LanguageModelToolResult> {
  const answer = await client.sendRequest<Answer>('flagwright/tool', { name, input }, token);
  if ('refusal' in answer) return resultOf(answer.refusal);
  const text = JSON.stringify(answer.answer, null, 2);
  if (apply !== true || answer.uri === undefined) return resultOf(text);
  const request = { flag: input.flag, keep: answer.answer.keep, scope: { kind: 'everywhere' } };
  await commands.executeCommand('flagwright.removeEverywhere', { uri: answer.uri, request });
  return resultOf(
    `${text}\n\nThe changes are shown to the person, who applies them or not. Nothing is changed yet.`,
  );
}

function resultOf(text: string): LanguageModelToolResult {
  return new LanguageModelToolResult([new LanguageModelTextPart(text)]);
}
