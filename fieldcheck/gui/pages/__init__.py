"""The pages of the window; `main_window.PAGES` names them, each is loaded when it is first opened."""
