"""The pages of the window, one file each; `listed.PAGES` is their order."""
