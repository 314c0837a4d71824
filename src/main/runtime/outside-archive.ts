/**
 * Where a file of the program is for other programs and for native libraries, to which the packaged application's
 * archive is no folder.
 */
export const outsideArchive = (path: string) => path.replace(/(?<=[/\\]app\.asar)(?=[/\\])/, '.unpacked');
