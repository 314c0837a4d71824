import { Unplug } from 'lucide-react';
import classes from './banner.module.css';

export function ConnectionBanner() {
  return (
    <div className={`${classes.banner} ${classes.warning}`} role="alert">
      <Unplug size={16} aria-hidden />
      <span>
        The application does not answer. If its window or terminal was closed, start it again; this page goes
        on by itself. What was stored is safe.
      </span>
    </div>
  );
}
