package cli

import (
	"os"
	"path/filepath"
)

// repositoryPaths returns how tools for code review name files: relative to the root of the repository, with slashes. The
// root is the nearest folder upwards that has a .git, from where specgen.yaml is or else from the working folder. Without
// one it is the folder of specgen.yaml. It returns nil where there is neither: paths stay as they are.
func (a *app) repositoryPaths() func(string) string {
	working, err := os.Getwd()
	if err != nil {
		return nil
	}
	// A working folder that was entered through a link is below its repository under its real name only.
	if target, err := filepath.EvalSymlinks(working); err == nil {
		working = target
	}
	start, root := working, ""
	if config, err := a.findConfig(); err == nil {
		start = filepath.Dir(joined(working, config))
		root = start
	}
	if repository := repositoryOf(start); repository != "" {
		root = repository
	}
	if root == "" {
		return nil
	}
	return func(file string) string { return below(root, joined(working, file), file) }
}

// joined returns a path from the working folder as an absolute one, whose folder has its real name.
func joined(working, name string) string {
	if !filepath.IsAbs(name) {
		return filepath.Join(working, name)
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(name)); err == nil {
		return filepath.Join(folder, filepath.Base(name))
	}
	return filepath.Clean(name)
}

// repositoryOf returns the nearest folder upwards that has a .git, or "". In a worktree and in a submodule that is a file.
func repositoryOf(folder string) string {
	for {
		if _, err := os.Lstat(filepath.Join(folder, ".git")); err == nil {
			return folder
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return ""
		}
		folder = parent
	}
}

// below returns the path of a file from a folder that it lies in. That of another file stays as it was given.
func below(folder, file, given string) string {
	relative, err := filepath.Rel(folder, file)
	if err != nil || !filepath.IsLocal(relative) {
		return given
	}
	return filepath.ToSlash(relative)
}
