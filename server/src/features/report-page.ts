import type { Report } from './report';

/** What the page is made of beside its data; each with its hash, as a content security policy names it: `sha256-…`. */
export interface PageParts {
  readonly script: { readonly text: string; readonly hash: string };
  readonly style: { readonly text: string; readonly hash: string };
}

/**
 * A report as one page that needs nothing else: it runs no script but its own, loads nothing, and sends nothing. What
 * files say is in it as data only.
 */
export function reportPage(report: Report, { script, style }: PageParts): string {
  const policy = `default-src 'none'; script-src '${script.hash}'; style-src '${style.hash}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`Feature flags of ${report.title}`)}</title>
<style>${style.text}</style>
</head>
<body>
<noscript>This page draws its charts with the script that is part of it, and your browser runs none.</noscript>
<script type="application/json" id="report">${escapeJson(JSON.stringify(report))}</script>
<script>${script.text}</script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Nothing in it can end the element that it stands in, or begin a comment there. */
function escapeJson(json: string): string {
  return json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
