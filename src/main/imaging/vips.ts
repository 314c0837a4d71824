import sharp from 'sharp';

// Every photograph is decoded once: libvips' operation cache would only hold on to pixels.
sharp.cache(false);

export { sharp };
