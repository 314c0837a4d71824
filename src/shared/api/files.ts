/**
 * GET /api/thumbnails?of=SHA256,SHA256,...: stored thumbnails by their hashes, in this order, each preceded by its
 * length in bytes (32 bits, the most significant first), which is 0 where the project has none of this hash. Lists
 * that scroll need hundreds a second, and a request each takes longer than the picture.
 */
export const maxThumbnails = 64;
