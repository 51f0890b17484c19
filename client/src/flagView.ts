import {
  commands,
  type Disposable,
  EventEmitter,
  l10n,
  MarkdownString,
  type Memento,
  Range,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  Uri,
  window,
} from 'vscode';
import type { BaseLanguageClient, Hover, Location } from 'vscode-languageclient';
import { type FlagGroup, type FlagRow, GROUPINGS, type Grouping, groupRows, idOf } from './flagGroups';
import { removeFlag } from './removeFlag';
import { whoGetsThis } from './whoGetsThis';

/** What the server tells of rows that are other than before. */
interface RowChanges {
  readonly changed: readonly FlagRow[];
  readonly removed: readonly { readonly folder: string; readonly key: string }[];
}

interface Read extends Location {
  readonly name: string;
  readonly line: string;
  readonly note?: string;
}

interface Places {
  readonly entries: readonly Location[];
  readonly reads: readonly Read[];
}

type Node =
  | { readonly kind: 'group'; readonly group: FlagGroup }
  | { readonly kind: 'flag'; readonly id: string; readonly group: string }
  | { readonly kind: 'read'; readonly read: Read };

export interface FlagView extends Disposable {
  /** Fills the view from a server that has just started, and follows it. */
  follow(client: BaseLanguageClient): void;
  /** There is no server: no flag is known. */
  clear(): void;
}

const VIEW = 'flagwright.flags';
const GROUPING = 'flagwright.flags.grouping';
/** Contexts that the manifest asks about. */
const HAS_NONE = 'flagwright.hasNoFlags';
const IS_SEARCHED = 'flagwright.flags.isSearched';

/** The view of flags in the activity bar. It holds what the server tells, and shows it; it works out nothing. */
export function createFlagView(clientNow: () => BaseLanguageClient | undefined, memory: Memento): FlagView {
  const rows = new Map<string, FlagRow>();
  let grouping = memory.get<Grouping>(GROUPING, 'stage');
  if (!GROUPINGS.includes(grouping)) grouping = 'stage';
  let search = '';
  let groups: FlagGroup[] = [];
  let groupNodes: Node[] = [];
  const flagNodes = new Map<string, Node>();
  const changed = new EventEmitter<Node | Node[] | undefined>();

  const regroup = (): void => {
    groups = groupRows(rows.values(), grouping, search);
    groupNodes = groups.map((group) => ({ kind: 'group', group }));
    flagNodes.clear();
    for (const group of groups) {
      for (const row of group.rows) {
        const id = idOf(row);
        flagNodes.set(id, { kind: 'flag', id, group: group.id });
      }
    }
    changed.fire(undefined);
  };

  const provider: TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getTreeItem(node) {
      if (node.kind === 'group') {
        const isOneFolder = new Set([...rows.values()].map(({ folder }) => folder)).size === 1;
        return groupItem(node.group, grouping, isOneFolder);
      }
      if (node.kind === 'read') return readItem(node.read);
      return flagItem(rows.get(node.id)!, node, grouping);
    },
    async getChildren(node) {
      if (!node) return groupNodes;
      if (node.kind === 'group') return node.group.rows.map((row) => flagNodes.get(idOf(row))!);
      if (node.kind === 'read') return [];
      const places = await placesOf(node.id);
      return (places?.reads ?? []).map((read): Node => ({ kind: 'read', read }));
    },
    getParent(node) {
      return node.kind === 'flag'
        ? groupNodes.find((one) => one.kind === 'group' && one.group.id === node.group)
        : undefined;
    },
    async resolveTreeItem(item, node) {
      if (node.kind !== 'flag') return item;
      const places = await placesOf(node.id);
      const place = places?.entries[0] ?? places?.reads[0];
      const card =
        place &&
        (await clientNow()?.sendRequest<Hover | null>('textDocument/hover', {
          textDocument: { uri: place.uri },
          position: place.range.start,
        }));
      const contents = card?.contents;
      const isMarkup = contents && typeof contents === 'object' && 'kind' in contents;
      item.tooltip = isMarkup ? new MarkdownString(contents.value) : rows.get(node.id)?.stateInWords;
      return item;
    },
  };
  const view: TreeView<Node> = window.createTreeView(VIEW, {
    treeDataProvider: provider,
    showCollapseAll: true,
  });

  const placesOf = async (id: string): Promise<Places | null> => {
    const row = rows.get(id);
    const client = clientNow();
    if (!row || !client?.isRunning()) return null;
    return client.sendRequest<Places | null>('flagwright/flagPlaces', { folder: row.folder, key: row.key });
  };

  const tell = (): void => {
    const due = [...rows.values()].filter((row) => row.due !== undefined).length;
    view.badge =
      due === 0
        ? undefined
        : {
            value: due,
            tooltip:
              due === 1 ? l10n.t('1 flag is due for removal') : l10n.t('{0} flags are due for removal', due),
          };
    const found = groups.reduce((sum, group) => sum + group.rows.length, 0);
    view.message =
      search === ''
        ? ''
        : found === 0
          ? l10n.t('No flag matches “{0}”.', search)
          : l10n.t('{0} of {1} flags match “{2}”.', found, rows.size, search);
    view.description = describeGrouping(grouping);
    void commands.executeCommand('setContext', IS_SEARCHED, search !== '');
  };

  const apply = ({ changed: other, removed }: RowChanges): void => {
    const before = shapeOf(groups);
    for (const one of removed) rows.delete(idOf(one));
    for (const row of other) rows.set(idOf(row), row);
    const after = groupRows(rows.values(), grouping, search);
    if (shapeOf(after) === before) {
      // The same flags at the same places: only those are drawn anew that say something else.
      changed.fire(other.flatMap((row) => flagNodes.get(idOf(row)) ?? []));
    } else {
      regroup();
    }
    tell();
    void commands.executeCommand('setContext', HAS_NONE, rows.size === 0);
  };

  const searchFor = (text: string): void => {
    search = text.trim();
    regroup();
    tell();
  };

  /** The flag that a button belongs to; keys ask for the one that is selected. */
  const rowOf = (node: Node | undefined = view.selection[0]): FlagRow | undefined =>
    node?.kind === 'flag' ? rows.get(node.id) : undefined;

  const goTo = async (node: Node | undefined): Promise<void> => {
    const row = rowOf(node);
    const entry = row && (await placesOf(idOf(row)))?.entries[0];
    if (entry) await open(entry);
  };

  const subscriptions: Disposable[] = [
    view,
    changed,
    commands.registerCommand('flagwright.flags.goTo', goTo),
    commands.registerCommand('flagwright.flags.open', open),
    commands.registerCommand('flagwright.flags.evaluate', async (node: Node | undefined) => {
      const row = rowOf(node);
      if (row) await whoGetsThis(clientNow(), memory, { uri: row.uri, flag: row.key });
    }),
    commands.registerCommand('flagwright.flags.remove', async (node: Node | undefined) => {
      const row = rowOf(node);
      if (row) await removeFlag(clientNow(), row);
    }),
    commands.registerCommand('flagwright.flags.groupBy', async () => {
      const choices = GROUPINGS.map((value) => ({
        label: describeGrouping(value),
        ...(value === grouping && { description: l10n.t('current') }),
        value,
      }));
      const choice = await window.showQuickPick(choices, { title: l10n.t('Group Flags') });
      if (!choice || choice.value === grouping) return;
      grouping = choice.value;
      await memory.update(GROUPING, grouping);
      regroup();
      tell();
    }),
    commands.registerCommand('flagwright.flags.search', async () => {
      const before = search;
      await commands.executeCommand(`${VIEW}.focus`);
      const input = window.createInputBox();
      input.title = l10n.t('Search Flags');
      input.placeholder = l10n.t('A part of its name, owner, file, type or state; “due” finds what is due');
      input.value = search;
      let isAccepted = false;
      input.onDidChangeValue(searchFor);
      input.onDidAccept(() => {
        isAccepted = true;
        input.hide();
      });
      input.onDidHide(() => {
        if (!isAccepted) searchFor(before);
        input.dispose();
      });
      input.show();
    }),
    commands.registerCommand('flagwright.flags.clearSearch', () => searchFor('')),
  ];

  return {
    follow(client) {
      client.onNotification('flagwright/flagRowsChanged', (changes: RowChanges) => {
        if (client === clientNow()) apply(changes);
      });
      const read = async (): Promise<void> => {
        const { rows: all } = await client.sendRequest<{ rows: readonly FlagRow[] }>(
          'flagwright/flagRows',
          {},
        );
        if (client !== clientNow()) return;
        const named = new Set(all.map(idOf));
        apply({ changed: all, removed: [...rows.values()].filter((row) => !named.has(idOf(row))) });
      };
      // A server that ends while it is asked has said so already.
      void window.withProgress({ location: { viewId: VIEW } }, () => read().catch(() => undefined));
    },
    clear() {
      apply({ changed: [], removed: [...rows.values()] });
      void commands.executeCommand('setContext', HAS_NONE, false);
    },
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

/** What of the groups decides where each row stands. */
function shapeOf(groups: readonly FlagGroup[]): string {
  return JSON.stringify(groups.map(({ id, value, rows }) => [id, value, rows.map(idOf)]));
}

async function open(place: Location): Promise<void> {
  const { start, end } = place.range;
  await window.showTextDocument(Uri.parse(place.uri), {
    selection: new Range(start.line, start.character, end.line, end.character),
    preview: true,
  });
}

function groupItem({ id, value, rows }: FlagGroup, grouping: Grouping, isOneFolder: boolean): TreeItem {
  const label = rows[0]?.isUndeclared
    ? l10n.t('In no flag file')
    : labelOf(value, rows[0], grouping, isOneFolder);
  const item = new TreeItem(label);
  item.id = id;
  item.description = String(rows.length);
  item.collapsibleState = TreeItemCollapsibleState.Expanded;
  item.contextValue = 'group';
  if (grouping === 'file' && value !== undefined) item.iconPath = ThemeIcon.File;
  return item;
}

function labelOf(
  value: string | undefined,
  row: FlagRow | undefined,
  grouping: Grouping,
  isOneFolder: boolean,
): string {
  if (value === undefined) return nameOfRest(grouping);
  if (grouping === 'file') return isOneFolder || !row ? value : `${row.folderName}/${value}`;
  if (grouping === 'owner') return value;
  const name = (grouping === 'stage' && row?.stage && stageNames()[row.stage.number]) || value;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The stages that a flag with an entry can be in, by their numbers. */
function stageNames(): Readonly<Record<number, string>> {
  return {
    1: l10n.t('created, off'),
    2: l10n.t('code deployed behind it'),
    3: l10n.t('on for internal users'),
    4: l10n.t('gradual rollout'),
    5: l10n.t('watched at 100 %'),
    6: l10n.t('settled'),
    7: l10n.t('code removed'),
  };
}

function flagItem(row: FlagRow, { id, group }: Node & { kind: 'flag' }, grouping: Grouping): TreeItem {
  const item = new TreeItem(row.key);
  item.id = `${group}#${id}`;
  item.description = describeRow(row, grouping);
  item.iconPath = iconOf(row);
  item.contextValue = row.isUndeclared ? 'undeclared' : 'flag';
  item.collapsibleState =
    row.reads === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed;
  item.accessibilityInformation = {
    label: [l10n.t('flag {0}', row.key), row.stateInWords, item.description].join(', '),
  };
  return item;
}

function readItem({ name, line, note, ...place }: Read): TreeItem {
  const item = new TreeItem(name.slice(name.lastIndexOf('/') + 1));
  item.description = note === undefined ? line : `${note} · ${line}`;
  item.tooltip = new MarkdownString().appendText(name).appendCodeblock(line, 'typescript');
  item.contextValue = 'read';
  item.command = { command: 'flagwright.flags.open', title: l10n.t('Open'), arguments: [place] };
  return item;
}

/** `10 % · due · 3 reads · 210 d`, and the owner where that is not the group. */
function describeRow({ rollout, due, age, reads, owner }: FlagRow, grouping: Grouping): string {
  return [
    ...(rollout === '' ? [] : [rollout]),
    ...(due === undefined ? [] : [l10n.t('due')]),
    ...(reads === undefined ? [] : [describeReads(reads)]),
    ...(age === undefined || age < 0 ? [] : [l10n.t('{0} d', age)]),
    ...(owner === undefined || grouping === 'owner' ? [] : [owner]),
  ].join(' · ');
}

function describeReads(reads: number): string {
  return reads === 0 ? l10n.t('no reads') : reads === 1 ? l10n.t('1 read') : l10n.t('{0} reads', reads);
}

/** A shape for each state, so that no colour has to be told from another; what is due has one of its own. */
function iconOf({ state, due }: FlagRow): ThemeIcon {
  const color = due === undefined ? COLORS[state] : 'flagwright.due';
  return new ThemeIcon(ICONS[state], new ThemeColor(color));
}

const ICONS = {
  on: 'pass-filled',
  partial: 'pie-chart',
  off: 'circle-slash',
  fixed: 'symbol-constant',
  unknown: 'question',
} as const;

const COLORS = {
  on: 'charts.green',
  partial: 'charts.blue',
  off: 'disabledForeground',
  fixed: 'charts.purple',
  unknown: 'disabledForeground',
} as const;

function nameOfRest(grouping: Grouping): string {
  return grouping === 'owner'
    ? l10n.t('No owner')
    : grouping === 'type'
      ? l10n.t('No type')
      : l10n.t('No stage: a constant, or unknown');
}

function describeGrouping(grouping: Grouping): string {
  return {
    stage: l10n.t('by life-cycle stage'),
    owner: l10n.t('by owner'),
    file: l10n.t('by flag file'),
    type: l10n.t('by type'),
  }[grouping];
}
