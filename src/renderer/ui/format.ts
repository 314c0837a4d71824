const numbers = new Intl.NumberFormat('en-GB');
const times = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** "1,204 images", "1 image". @param plural when it is not the singular with an s */
export function formatCount(count: number, noun: string, plural = `${noun}s`): string {
  return `${numbers.format(count)} ${count === 1 ? noun : plural}`;
}

/** "4 s", "2 min 5 s", "1 h 20 min". @param seconds 0 or more */
export function formatDuration(seconds: number): string {
  const rounded = Math.round(seconds);
  if (rounded < 60) return `${rounded} s`;
  const minutes = Math.floor(rounded / 60);
  if (minutes < 10 && rounded % 60 > 0) return `${minutes} min ${rounded % 60} s`;
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 > 0 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
}

/** "512 B", "1.4 MB": powers of 1000, as file managers count. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** "3 Nov 2026, 14:05" in local time. @param date ISO 8601 */
export function formatDate(date: string): string {
  return dates.format(new Date(date));
}

/** "14:05" today, else as formatDate. @param date ISO 8601 */
export function formatMoment(date: string, now = new Date()): string {
  const isToday = new Date(date).toDateString() === now.toDateString();
  return isToday ? times.format(new Date(date)) : formatDate(date);
}
