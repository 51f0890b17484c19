import { COMMON } from '../args';
import { type Command, DONE, type Invocation, type Option, UsageError } from '../command';

/** Prints the script with which a shell completes commands, options and their values. */
export function completionOf(commands: () => readonly Command[]): Command {
  return {
    name: 'completion',
    summary: 'Prints the script that completes these words in bash, zsh or fish.',
    synopsis: 'bash|zsh|fish',
    options: [],
    details: [
      'bash, in ~/.bashrc:  source <(flagwright completion bash)',
      'zsh, in ~/.zshrc behind compinit:  source <(flagwright completion zsh)',
      'fish, once:  flagwright completion fish > ~/.config/fish/completions/flagwright.fish',
    ],
    async run({ operands, terminal }: Invocation) {
      const [shell, ...others] = operands;
      const script = shell !== undefined && others.length === 0 ? SCRIPTS.get(shell) : undefined;
      if (!script) throw new UsageError(`Name one shell: ${[...SCRIPTS.keys()].join(', ')}.`);
      terminal.stdout.write(script(commands()));
      return DONE;
    },
  };
}

const SCRIPTS: ReadonlyMap<string, (commands: readonly Command[]) => string> = new Map(
  Object.entries({ bash, zsh, fish }),
);

function optionsOf({ options }: Command): readonly Option[] {
  return [...options, ...COMMON];
}

/** Names of files are what is completed where the script knows nothing better. */
function bash(commands: readonly Command[]): string {
  const values = commands.flatMap((command) =>
    optionsOf(command).flatMap(({ name, choices, value }) => {
      if (choices) return [`    ${command.name}:--${name}) words=${quoted(choices.join(' '))} ;;`];
      return value === 'DIR' ? [`    ${command.name}:--${name}) compopt -o dirnames; return ;;`] : [];
    }),
  );
  const words = commands.map(
    (command) =>
      `      ${command.name}) words=${quoted(
        optionsOf(command)
          .map(({ name }) => `--${name}`)
          .join(' '),
      )} ;;`,
  );
  return `# flagwright: source <(flagwright completion bash)
_flagwright() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command= words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${commands.map(({ name }) => name).join('|')}) command=\${COMP_WORDS[i]}; break ;;
    esac
  done
  COMPREPLY=()
  case "$command:$previous" in
${values.join('\n')}
  esac
  if [[ -z $words && $current == -* ]]; then
    case $command in
${words.join('\n')}
      *) words=${quoted([...COMMON, { name: 'version' }].map(({ name }) => `--${name}`).join(' '))} ;;
    esac
  elif [[ -z $words && -z $command ]]; then
    words=${quoted(commands.map(({ name }) => name).join(' '))}
  elif [[ -z $words && $command == completion ]]; then
    words=${quoted([...SCRIPTS.keys()].join(' '))}
  fi
  [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _flagwright flagwright
`;
}

function zsh(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const specs = optionsOf(command).map((option) => `        ${quoted(zshOption(option))}`);
    const operands =
      command.name === 'completion' ? `1:shell:(${[...SCRIPTS.keys()].join(' ')})` : '*:file:_files';
    return `    ${command.name})\n      _arguments -s \\\n${[...specs, `        ${quoted(operands)}`].join(' \\\n')} ;;`;
  });
  return `#compdef flagwright
# flagwright: source <(flagwright completion zsh)
_flagwright() {
  local line state
  _arguments -C '1: :->command' '*:: :->operands'
  case $state in
    command)
      local -a commands=(
${commands.map(({ name, summary }) => `        ${quoted(`${name}:${summary}`)}`).join('\n')}
      )
      _describe command commands ;;
    operands)
      case $line[1] in
${cases.map((text) => text.replace(/^/gm, '    ')).join('\n')}
      esac ;;
  esac
}
compdef _flagwright flagwright
`;
}

/** `--format=[How it is written.]:FORMAT:(text json)`. */
function zshOption({ name, help, value, choices, repeatable, optional }: Option): string {
  const title = help.replaceAll(/[[\]:\\]/g, (character) => `\\${character}`);
  const many = repeatable ? '*' : '';
  if (value === undefined) return `${many}--${name}[${title}]`;
  const action = choices ? `(${choices.join(' ')})` : value === 'DIR' ? '_files -/' : ' ';
  return `${many}--${name}${optional ? '=-' : '='}[${title}]:${value}:${action}`;
}

function fish(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const lines = commands.flatMap((command) => [
    `complete -c flagwright -n '__fish_use_subcommand' -f -a ${command.name} -d ${quoted(command.summary)}`,
    ...optionsOf(command).map((option) => {
      const { name, help, value, choices } = option;
      const takes = value === undefined ? '' : choices ? ` -x -a ${quoted(choices.join(' '))}` : ' -r';
      return `complete -c flagwright -n '__fish_seen_subcommand_from ${command.name}' -l ${name} -d ${quoted(help)}${takes}`;
    }),
  ]);
  return `# flagwright: flagwright completion fish > ~/.config/fish/completions/flagwright.fish
# Commands: ${names}
${lines.join('\n')}
complete -c flagwright -n '__fish_seen_subcommand_from completion' -f -a '${[...SCRIPTS.keys()].join(' ')}'
`;
}

/** A word for any of the three shells. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
