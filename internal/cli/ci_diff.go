package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/specgen/specgen/internal/report"
)

// baseFlag is --base of ci.
type baseFlag struct {
	ref   string
	given bool
}

// ciDiff compares the specs with those of the base, and judges their versions. A base that nobody named and that is not here fails nothing:
// the releases alone judge then.
func (a *app) ciDiff(ctx context.Context, project *project, step *report.DiffStep, base baseFlag) (code int) {
	if base.given {
		if _, err := parseState("git:" + base.ref); err != nil {
			return endStep(&step.Step, code, err)
		}
	}
	c := &comparison{app: a, ctx: ctx, project: project}
	is, err := c.read(stateRef{}, "")
	if err != nil {
		return endStep(&step.Step, code, plainly(err))
	}
	was, remark, err := c.base(base)
	if err != nil {
		return endStep(&step.Step, code, plainly(err))
	}
	step.Remark = remark
	if was == nil {
		step.Result = c.sinceReleases(is)
	} else if step.Result, err = c.result(was, is); err != nil {
		return endStep(&step.Step, code, err)
	}
	if !step.Result.OK() {
		code = exitFindings
	}
	if len(step.Result.Flows) == 0 {
		step.Result = nil
	}
	return endStep(&step.Step, code, nil)
}

// plainly returns an error with the exit code of an input that failed.
func plainly(err error) error {
	if _, ok := errors.AsType[*brokenState](err); ok {
		return failed(err)
	}
	return err
}

// sinceReleases compares each flow with its last release, and with nothing else.
func (c *comparison) sinceReleases(is *state) *report.Diff {
	out := &report.Diff{Was: report.Side{Label: "the last release"}, Is: is.Side, Languages: c.languages(is)}
	for _, flow := range is.flows {
		if since, ok := c.sinceRelease(is.released, flow.model); ok {
			out.Flows = append(out.Flows, report.FlowDiff{Diff: since, File: flow.path, Release: since, IsReleased: true})
		}
	}
	c.addExceptions(out)
	return out
}

// base reads the specs of the base. It returns nil and the reason where there is no base to compare with.
func (c *comparison) base(flag baseFlag) (*state, string, error) {
	err := c.openGit()
	if flag.given {
		if err != nil {
			return nil, "", failed(fmt.Errorf("cannot compare with %s: %w", flag.ref, err))
		}
		was, err := c.read(stateRef{ref: flag.ref}, c.headOf(stateRef{}))
		return was, "", err
	}
	if err != nil {
		return nil, "not compared with a branch: " + err.Error(), nil
	}
	names, of := targetBranch()
	if len(names) == 0 {
		names, of = c.defaultBranch(), "the default branch"
	}
	for _, name := range names {
		if c.git.commit(name) == "" {
			continue
		}
		was, err := c.read(stateRef{ref: name}, c.headOf(stateRef{}))
		if err != nil {
			_, why := exitCode(plainly(err))
			return nil, why, nil
		}
		return was, "", nil
	}
	if len(names) == 0 {
		return nil, "not compared with a branch: this repository has no origin/main, and no branch is named: --base", nil
	}
	return nil, fmt.Sprintf("not compared with a branch: %s is %s, which is not here; run: %s", of, names[0], fetchLine(names[0])), nil
}

// targets are the variables in which pipelines say which branch a pull request goes to.
var targets = []string{
	"GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "BITBUCKET_PR_DESTINATION_BRANCH", "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
	"SYSTEM_PULLREQUEST_TARGETBRANCH", "CHANGE_TARGET",
}

// targetBranch returns what the branch of a pull request may be called here, and the variable that says so.
func targetBranch() (names []string, variable string) {
	for _, variable := range targets {
		if name := strings.TrimPrefix(os.Getenv(variable), "refs/heads/"); name != "" && !strings.HasPrefix(name, "-") {
			return []string{"origin/" + name, name}, variable
		}
	}
	return nil, ""
}

// defaultBranch returns what the default branch may be called here.
func (c *comparison) defaultBranch() []string {
	if head, err := c.git.line("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"); err == nil && head != "" {
		return []string{head}
	}
	for _, name := range []string{"origin/main", "origin/master", "main", "master"} {
		if c.git.commit(name) != "" {
			return []string{name}
		}
	}
	return nil
}
