// Starts and ends: its process id is one that no process has any more.
