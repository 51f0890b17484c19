/** The workspace's only door to files. The command line and the server hand in the disk, tests a map. */
export interface WorkspaceHost {
  /**
   * Every file that belongs to the workspace: not ignored by `.gitignore`, not in `node_modules`, build output or
   * `.git`, not matched by `exclude`; symbolic links are not followed out of the root nor round in circles.
   */
  list(exclude: readonly string[]): Promise<readonly FileEntry[]>;
  read(path: string): Promise<FileContent>;
}

export interface FileEntry {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** A directory, a socket or another thing without text that bears a flag file's name. */
  readonly isSpecial?: boolean;
}

/** A file's text, or one sentence that says why there is none. `missing` is a file that is gone: no problem. */
export type FileContent =
  | { readonly text: string }
  | { readonly problem: string; readonly missing?: boolean };
