import { type Disposable, l10n, StatusBarAlignment, ThemeColor, window } from 'vscode';

/** What the server says of its work, in the notification `flagwright/status`. */
export interface ServerStatus {
  readonly state: 'indexing' | 'part' | 'ready' | 'noFlagFile' | 'nothing' | 'failed';
  readonly flags: number;
  readonly flagFiles: number;
  readonly reads: number;
  /** Where there is no flag file: the flags that code reads all the same, and where it does. */
  readonly undeclared?: { readonly flags: number; readonly reads: number };
  readonly message?: string;
}

/** The server's states, and those that only the client can know. */
export type Status =
  | ServerStatus
  | { readonly state: 'starting' | 'stopped' | 'failed'; readonly message?: string };

export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  readonly severity?: 'warning' | 'error';
}

/** The words of the status item: what Flagwright knows, or what keeps it from knowing; none in a workspace that has nothing to do with flags. */
export function describe(status: Status): StatusText | undefined {
  const message = status.message ? `\n${status.message}` : '';
  switch (status.state) {
    case 'starting':
      return { text: l10n.t('$(loading~spin) Flags'), tooltip: l10n.t('Flagwright is starting.') + message };
    case 'indexing':
      return {
        text: l10n.t('$(loading~spin) Flags'),
        tooltip: l10n.t('Flagwright is reading the workspace. Click to stop it, and for more.') + message,
      };
    case 'part':
      return {
        text: l10n.t('$(flag) {0}, partly read', flags(status.flags)),
        tooltip:
          l10n.t(
            'Not all of the workspace has been read, so Flagwright calls nothing wrong. Click to read the rest.',
          ) + message,
      };
    case 'ready':
      return {
        text: `$(flag) ${flags(status.flags)}`,
        tooltip:
          l10n.t(
            'Flagwright: {0} in {1}, read in {2}.',
            flags(status.flags),
            status.flagFiles === 1 ? l10n.t('1 file') : l10n.t('{0} files', status.flagFiles),
            places(status.reads),
          ) + message,
        ...(status.message ? { severity: 'warning' } : {}),
      };
    case 'noFlagFile':
      if (status.undeclared) {
        const count = flags(status.undeclared.flags);
        return {
          text: l10n.t('$(flag) {0} in code', count),
          tooltip:
            l10n.t(
              'Flagwright: {0}, read in {1}. There is no flag file that says more of them: pull the flags of your service, or name your files in flagwright.config.json.',
              count,
              places(status.undeclared.reads),
            ) + message,
        };
      }
      return {
        text: l10n.t('$(flag) No flag file'),
        tooltip:
          l10n.t(
            'Flagwright has found no flag file in this workspace. Name yours in flagwright.config.json.',
          ) + message,
      };
    case 'nothing':
      return undefined;
    case 'stopped':
      return {
        text: l10n.t('$(flag) Flags: off'),
        tooltip: l10n.t('Flagwright does not run here.') + message,
      };
    case 'failed':
      return {
        text: l10n.t('$(error) Flags'),
        tooltip: l10n.t('Flagwright has stopped working.') + message,
        severity: 'error',
      };
  }
}

/** Puts the status into the status bar; a click runs `command`. */
export function createStatusItem(command: string): Disposable & { show(status: Status): void; hide(): void } {
  const item = window.createStatusBarItem('flagwright.status', StatusBarAlignment.Right, 90);
  item.name = 'Flagwright';
  item.command = command;
  return {
    show(status) {
      const words = describe(status);
      if (!words) return item.hide();
      const { text, tooltip, severity } = words;
      item.text = text;
      item.tooltip = tooltip;
      item.backgroundColor = severity && new ThemeColor(`statusBarItem.${severity}Background`);
      item.show();
    },
    hide: () => item.hide(),
    dispose: () => item.dispose(),
  };
}

function flags(count: number): string {
  return count === 1 ? l10n.t('1 flag') : l10n.t('{0} flags', count);
}

function places(count: number): string {
  return count === 1 ? l10n.t('1 place') : l10n.t('{0} places', count);
}
