/**
 * A message that holds words from files. Notifications make links of `[…](…)`, and one of them may run any command of
 * the editor.
 */
export function plain(message: string): string {
  return message.replaceAll('](', '] (');
}
