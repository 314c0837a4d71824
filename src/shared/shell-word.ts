/** As the shells of all systems take it for one word: in double quotes where it needs any. */
export const shellWord = (word: string): string => (/^[\w./\\:~-]+$/.test(word) ? word : `"${word}"`);
