import { Link } from '@tanstack/react-router';
import classes from './rail.module.css';
import { type Screen, screens } from './screens.ts';

/** The screens in the order of the work. */
export function Rail({ hasProject }: { hasProject: boolean }) {
  return (
    <nav className={classes.rail} aria-label="Screens">
      {screens.map((screen) => (
        <RailLink key={screen.path} screen={screen} isDisabled={screen.needsProject && !hasProject} />
      ))}
    </nav>
  );
}

function RailLink({
  screen: { path, label, icon: Icon },
  isDisabled,
}: {
  screen: Screen;
  isDisabled: boolean;
}) {
  return (
    <Link
      to={path}
      disabled={isDisabled}
      className={classes.link}
      activeOptions={{ exact: true, includeSearch: false }}
      title={isDisabled ? 'Open a project first' : undefined}
      data-last={path === '/jobs' || undefined}
    >
      <Icon size={20} strokeWidth={1.75} aria-hidden />
      <span>{label}</span>
    </Link>
  );
}
