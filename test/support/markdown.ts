import { lexer, type Token } from 'marked';

/** The elements that a Markdown text becomes where VS Code shows it, in order: `paragraph`, `link https://…`, `html <b>`. */
export function elements(markdown: string): string[] {
  const found: string[] = [];
  const walk = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      if (token.type === 'link' || token.type === 'image') found.push(`${token.type} ${token.href}`);
      else if (token.type === 'html') found.push(`html ${token.raw}`);
      else found.push(token.type);
      if ('tokens' in token) walk(token.tokens ?? []);
      if ('items' in token) walk(token.items as Token[]);
    }
  };
  walk(lexer(markdown, { gfm: true, breaks: false }));
  return found;
}
