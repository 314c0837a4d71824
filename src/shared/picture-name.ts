/** A name with the extension of a picture that is read; its first group is the rest of the name. */
export const pictureName = /^(.+)\.(jpe?g|png|webp|tiff?|gif|ppm|pgm|pbm|pnm)(\.gz)?$/i;
