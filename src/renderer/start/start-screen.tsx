import { useProject } from '../ui/use-project.ts';
import { ProjectOverview } from './project-overview.tsx';
import { RecentProjects } from './recent-projects.tsx';
import classes from './start.module.css';
import { Welcome } from './welcome.tsx';

export function StartScreen() {
  const project = useProject();
  if (project === undefined) return null;
  return (
    <div className={classes.screen}>
      <div className={classes.column} data-top={project !== null || undefined}>
        {project ? <ProjectOverview project={project} /> : <Welcome />}
        <RecentProjects openDir={project?.dir ?? null} />
      </div>
    </div>
  );
}
