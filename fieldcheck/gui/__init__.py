"""The window: pages, dialogs, widgets, models, tasks. The only part that knows Qt."""
