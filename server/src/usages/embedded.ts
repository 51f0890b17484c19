/** Files that hold code among markup or prose: nobody here finds reads in them, but they import what others export. */
const EMBEDDING = /\.(?:vue|svelte|astro|html?|mdx)$/i;

/** Whether a file holds code among other things: a component of Vue, Svelte or Astro, a page. */
export function embedsCode(path: string): boolean {
  return EMBEDDING.test(path);
}

/** The code that a file holds, everything else blank, so that every place stays what it is. */
export function embeddedCode(path: string, text: string): string {
  const parts = /\.astro$/i.test(path) ? [...frontMatter(text), ...scripts(text)] : scripts(text);
  const kept = /\.mdx$/i.test(path) ? moduleLines(text) : parts;
  let code = '';
  let at = 0;
  for (const { start, end } of kept) {
    if (start < at) continue;
    code += blank(text.slice(at, start)) + text.slice(start, end);
    at = end;
  }
  return code + blank(text.slice(at));
}

interface Part {
  readonly start: number;
  readonly end: number;
}

/** What stands between `<script …>` and `</script>`: HTML says that the first end tag ends it, whatever the code is. */
function scripts(text: string): Part[] {
  const found: Part[] = [];
  for (const { index, 0: tag } of text.matchAll(/<script(?:\s(?:"[^"]*"|'[^']*'|[^"'>])*)?>/gi)) {
    const start = index + tag.length;
    const length = text.slice(start).search(/<\/script[\s/>]/i);
    found.push({ start, end: length < 0 ? text.length : start + length });
  }
  return found;
}

/** The code between the fences at the top of an Astro component. */
function frontMatter(text: string): Part[] {
  const fence = /^\s*---\r?\n/.exec(text);
  if (!fence) return [];
  const start = fence[0].length;
  const length = text.slice(start).search(/^---\s*$/m);
  return length < 0 ? [] : [{ start, end: start + length }];
}

/** In MDX, imports and exports begin a line, and go on until a blank one. */
function moduleLines(text: string): Part[] {
  return [...text.matchAll(/^(?:import|export)\s(?:.*\S.*(?:\r?\n|$))+/gm)].map(({ index, 0: code }) => ({
    start: index,
    end: index + code.length,
  }));
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
