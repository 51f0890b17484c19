/** An attribute that the rules of a flag ask about, with values that they name. */
export interface Attribute {
  readonly name: string;
  readonly values: readonly string[];
}

/** The words between the attributes. */
export interface ContextWords {
  readonly askNobody: string;
  ask(context: string): string;
  readonly attribute: string;
  readonly named: string;
  readonly lately: string;
}

/** One line below the input: what is asked, or what is typed next. */
export interface ContextChoice {
  readonly label: string;
  readonly description?: string;
  /** The whole text of the input when it is taken. */
  readonly text: string;
  /** Asks at once; else the input goes on. */
  readonly isQuestion: boolean;
}

/**
 * What fits the input so far: first to ask for what is typed, then what completes its last attribute, then contexts that
 * were asked for lately.
 */
export function contextChoices(
  typed: string,
  attributes: readonly Attribute[],
  recent: readonly string[],
  words: ContextWords,
): ContextChoice[] {
  const text = typed.trim().replace(/,$/, '');
  const ask: ContextChoice = {
    label: text === '' ? words.askNobody : words.ask(text),
    text,
    isQuestion: true,
  };
  const comma = typed.lastIndexOf(',');
  const before = comma < 0 ? '' : `${typed.slice(0, comma).trim()}, `;
  const last = typed.slice(comma + 1).trim();
  const named = new Set([...before.matchAll(/(?:^|,)\s*([^=,]+)=/g)].map(([, name]) => name!.trim()));
  const completions = attributes
    .filter(({ name }) => !named.has(name))
    .flatMap(({ name, values }) => [...values.map((value) => `${name}=${value}`), `${name}=`])
    .filter((part) => part.startsWith(last) && part !== last)
    .map(
      (part): ContextChoice => ({
        label: part,
        description: part.endsWith('=') ? words.attribute : words.named,
        text: before + part,
        isQuestion: false,
      }),
    );
  const earlier = recent
    .filter((one) => one !== text && one.startsWith(typed.trim()))
    .map((one): ContextChoice => ({ label: one, description: words.lately, text: one, isQuestion: true }));
  // What is not whole yet goes on; whoever has typed it all asks.
  const isWhole = text !== '' && last.includes('=');
  return isWhole ? [ask, ...earlier, ...completions] : [...earlier, ...completions, ask];
}

/** The contexts asked for lately with the last one in front, each once. */
export function withLatest(recent: readonly string[], context: string, most = 10): string[] {
  return [context, ...recent.filter((one) => one !== context)].filter((one) => one !== '').slice(0, most);
}
