/** What a person reads for layouts that are not the names of data sets. */
export const layoutNames: Readonly<Record<string, string>> = { plain: 'plain images' };
