import {
  type ClientCapabilities,
  DiagnosticTag,
  MarkupKind,
  ResourceOperationKind,
} from 'vscode-languageserver';

/** What the client can do, as far as the server acts on it. */
export interface ClientAbilities {
  readonly markdownHover: boolean;
  readonly markdownCompletion: boolean;
  readonly completionLabelDetails: boolean;
  readonly definitionLinks: boolean;
  readonly watchesFiles: boolean;
  readonly workspaceFolders: boolean;
  readonly progress: boolean;
  readonly versionedEdits: boolean;
  readonly createsFiles: boolean;
  /** Deletes files, and asks before it does where it is told to. */
  readonly confirmsDeletions: boolean;
  readonly appliesEdits: boolean;
  /** Edits may say that they are refactorings, whose files are then saved as the editor's settings have it. */
  readonly editMetadata: boolean;
  readonly showsDocuments: boolean;
  /** The client of this project: it shows plans of removals, has them applied, and shows reports. */
  readonly showsRemovals: boolean;
  /** The client of this project: it has commands that ask a person, and it shows documents of the server's. */
  readonly ownCommands: boolean;
  /** The client of this project: it shows why a rename is refused, where its editor would let another one rename. */
  readonly refusesRenamesLate: boolean;
  /** The client of this project: nobody trusts the folder yet, so nobody whom it names is asked for anything. */
  readonly isUntrusted: boolean;
  /** Answers when it is asked for its settings. */
  readonly configuration: boolean;
  /** Tells of changed settings when it is asked to. */
  readonly registersConfiguration: boolean;
  readonly refreshesLenses: boolean;
  readonly refreshesHints: boolean;
  /** The client of this project: it colours the keys of known flags. */
  readonly colorsKeys: boolean;
  readonly snippets: boolean;
  /** The syntaxes in which the editor completes and explains from the schema of flag files by itself. */
  readonly schemaOf: readonly string[];
  /** Shows what is not needed pale. */
  readonly fades: boolean;
  readonly actionLiterals: boolean;
  readonly disabledActions: boolean;
  readonly preferredActions: boolean;
  /** Which parts of a code action may come when it is chosen. */
  readonly resolvesActions: { readonly edit: boolean; readonly command: boolean };
}

export function capabilitiesOf({
  textDocument,
  workspace,
  window,
  experimental,
}: ClientCapabilities): ClientAbilities {
  const action = textDocument?.codeAction;
  const later = action?.dataSupport ? (action.resolveSupport?.properties ?? []) : [];
  const formats = textDocument?.hover?.contentFormat;
  return {
    markdownHover: formats?.includes(MarkupKind.Markdown) ?? true,
    markdownCompletion:
      textDocument?.completion?.completionItem?.documentationFormat?.includes(MarkupKind.Markdown) ?? false,
    completionLabelDetails: textDocument?.completion?.completionItem?.labelDetailsSupport === true,
    definitionLinks: textDocument?.definition?.linkSupport === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    progress: window?.workDoneProgress === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    createsFiles:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.resourceOperations?.includes(ResourceOperationKind.Create) === true,
    confirmsDeletions:
      workspace?.workspaceEdit?.changeAnnotationSupport !== undefined &&
      workspace.workspaceEdit.resourceOperations?.includes(ResourceOperationKind.Delete) === true,
    appliesEdits: workspace?.applyEdit === true,
    editMetadata: workspace?.workspaceEdit?.metadataSupport === true,
    showsRemovals: experimental?.flagwright?.showsRemovals === true,
    ownCommands: experimental?.flagwright?.commands === true,
    refusesRenamesLate: experimental?.flagwright?.refusesRenamesLate === true,
    isUntrusted: experimental?.flagwright?.isUntrusted === true,
    showsDocuments: window?.showDocument?.support === true,
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    schemaOf: listOf(experimental?.flagwright?.schemaOf),
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    fades:
      textDocument?.publishDiagnostics?.tagSupport?.valueSet.includes(DiagnosticTag.Unnecessary) === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    colorsKeys: experimental?.flagwright?.colorsKeys === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    actionLiterals: action?.codeActionLiteralSupport !== undefined,
    disabledActions: action?.disabledSupport === true,
    preferredActions: action?.isPreferredSupport === true,
    resolvesActions: { edit: later.includes('edit'), command: later.includes('command') },
  };
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
