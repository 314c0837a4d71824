/**
 * In the POSIX locale Chromium's language is "en-US@posix", which Intl refuses with a RangeError; uPlot asks Intl for
 * it as soon as it is imported.
 */
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-GB', configurable: true });
}
