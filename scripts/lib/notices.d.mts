/** The text of the notices for what esbuild's metafiles name. */
export function thirdPartyNotices(metafiles: readonly { readonly inputs: object }[]): string;
