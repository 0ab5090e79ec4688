package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/specgen/specgen/validator"
)

// partsFlags are the flags of a validation in parts: see docs/scale.md.
type partsFlags struct {
	mapTo    string
	reduceTo string
	merge    bool
	shards   int
	shard    int
	key      string
}

// inParts reports whether a part of a validation is asked for, and not all of it.
func (f *partsFlags) inParts() bool { return f.mapTo != "" || f.reduceTo != "" }

// check rejects flags that do not go together.
func (f *partsFlags) check(baseline, jobs bool) error {
	asked := 0
	for _, one := range []bool{f.mapTo != "", f.reduceTo != "", f.merge} {
		if one {
			asked++
		}
	}
	switch {
	case asked > 1:
		return errors.New("cannot map, reduce and merge at once: take one of --map, --reduce and --merge")
	case f.mapTo == "" && f.shards != defaultShards:
		return errors.New("cannot use --shards without --map: the parts know how many there are")
	case f.shards < 1 || f.shards > validator.MaxShards:
		return fmt.Errorf("cannot divide traces into %d shards: want 1 to %d", f.shards, validator.MaxShards)
	case f.reduceTo != "" && f.shard < 0:
		return errors.New("cannot reduce without --shard: name the shard, from 0 to one less than --shards of --map")
	case f.reduceTo == "" && f.shard >= 0:
		return errors.New("cannot use --shard without --reduce")
	case asked == 0 && f.key != "":
		return errors.New("cannot use --job without --map, --reduce or --merge")
	case f.inParts() && baseline:
		return errors.New("cannot compare a part with a baseline: give --baseline and --write-baseline to --merge")
	case asked > 0 && jobs:
		return errors.New("cannot use --jobs for a part: it takes one core, and several parts run at the same time")
	}
	return nil
}

// defaultShards is --shards where it is not given.
const defaultShards = 16

// job returns what the parts have in common.
func (f *partsFlags) job() validator.Job {
	job := validator.Job{Tool: version, Key: f.key}
	if f.mapTo != "" {
		job.Shards = f.shards
	}
	return job
}

// inputs returns the files that are read, or the folders of parts that are merged.
func (f *partsFlags) inputs(args []string) ([]string, error) {
	if f.merge {
		return partFolders(args)
	}
	return inputFiles(args)
}

// writePart maps inputs or reduces a shard.
func (a *app) writePart(ctx context.Context, job *validation, args []string, f partsFlags) error {
	if f.reduceTo != "" {
		args, err := partFolders(args)
		if err != nil {
			return err
		}
		if err := job.validator.Reduce(ctx, job.options, f.job(), f.reduceTo, f.shard, args); err != nil {
			return failed(err)
		}
		return nil
	}
	files, err := inputFiles(args)
	if err != nil {
		return err
	}
	run, err := job.validator.NewPart(job.options, f.job())
	if err != nil {
		return failed(err)
	}
	defer run.Close()
	bar := a.progress(run, files)
	defer bar.stop()
	if err := run.ReadAll(ctx, a.sources(ctx, files, bar)); err != nil {
		return failed(err)
	}
	bar.finishing()
	if err := run.WritePart(ctx, f.mapTo); err != nil {
		return failed(err)
	}
	return nil
}

// partFolders returns the parts that arguments name: a part, or a folder with parts in it.
func partFolders(args []string) ([]string, error) {
	var out []string
	for _, arg := range args {
		entries, err := os.ReadDir(arg)
		if err != nil {
			return nil, failed(fmt.Errorf("cannot read the part %s: %w", arg, err))
		}
		var inside []string
		for _, entry := range entries {
			if entry.IsDir() && !strings.HasPrefix(entry.Name(), ".") {
				inside = append(inside, filepath.Join(arg, entry.Name()))
			}
		}
		if len(inside) == 0 { // a part has no folders; what is neither is refused where it is read
			inside = []string{arg}
		}
		out = append(out, inside...)
	}
	return out, nil
}
