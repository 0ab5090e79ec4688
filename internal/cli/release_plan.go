package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/release"
	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/internal/resolve"
)

// releasePlan is what release does about one flow.
type releasePlan struct {
	*release.Standing
	spec    string         // the path of the spec
	raised  *model.Version // the version that is written into the spec, nil where it has it
	version model.Version  // that the spec has then
	writes  []newFile
	refused string // why nothing is released, or ""
	next    string // what to do about that
}

// newFile is a file that is to be written.
type newFile struct {
	path     string
	content  []byte
	replaces bool // it is there; else it must not be
}

// planRelease decides what to do about a flow, and makes the files in memory.
func planRelease(project *project, specs *specs, flow loadedFlow, advice releaseAdvice, bump bool, wanted *model.Version) (*releasePlan, error) {
	plan := &releasePlan{Standing: advice.stand(flow.model, specs.released), spec: flow.path, version: flow.model.Version}
	switch {
	case wanted != nil && *wanted != plan.version:
		plan.raised = wanted
	case bump && (plan.Status == release.InPlace || plan.Status == release.TooLow || plan.Status == release.Behind):
		plan.raised = &plan.Least
	}
	from := flow.result
	if plan.raised != nil {
		content, err := release.WithVersion(flow.path, specs.sources[flow.path], plan.version, *plan.raised)
		if err != nil {
			return nil, failed(err)
		}
		plan.version = *plan.raised
		plan.writes = append(plan.writes, newFile{flow.path, content, true})
		from = specs.reread(flow.path, content)
		plan.Standing = advice.stand(from.Flow, specs.released)
	}
	if !plan.Status.CanBeReleased() {
		plan.refuse(wanted != nil)
		return plan, nil
	}
	content, err := release.Text(from)
	if err != nil {
		return nil, failed(err)
	}
	path := filepath.Join(project.path(project.config.Released), release.FileName(from.Flow))
	plan.writes = append(plan.writes, newFile{path, content, false})
	return plan, plan.refuseOverwriting(specs, path)
}

// releaseAdvice is by what versions are judged: the same as diff judges by.
type releaseAdvice struct {
	languages []string
	accepted  func(*diff.Change) bool
}

func (a *app) releaseAdvice(project *project, specs *specs) releaseAdvice {
	c := &comparison{app: a, project: project}
	accepting := &report.Diff{}
	c.addExceptions(accepting)
	return releaseAdvice{c.languages(&state{flows: specs.flows}), accepting.Accepts}
}

func (r releaseAdvice) stand(flow *model.Flow, released []*model.Flow) *release.Standing {
	return release.Stand(flow, released, r.languages, r.accepted)
}

// reread resolves a spec as it will be, with the other files as they are.
func (s *specs) reread(path string, content []byte) resolve.Result {
	return resolve.LoadWith(func(name string) ([]byte, []diag.Diagnostic) {
		if name == path {
			return content, nil
		}
		return readSource(name)
	}, path, resolve.Options{Root: s.root})
}

// refuse says why a version is not released, unless it is already. asked says that the user named the version.
func (p *releasePlan) refuse(asked bool) {
	name, last := p.Flow.Name, p.Last.Version
	switch p.Status {
	case release.InPlace:
		p.refused = fmt.Sprintf("%s %s again: it is released, and the spec says something else", name, last)
	case release.TooLow:
		p.refused = fmt.Sprintf("%s as %s: the changes since %s ask for %s or more", name, p.version, last, p.Least)
	case release.Behind:
		p.refused = fmt.Sprintf("%s as %s: %s is released already", name, p.version, last)
	default:
		if p.raised == nil {
			return
		}
		p.refused = fmt.Sprintf("%s %s again: it is released, and nothing that it holds has changed", name, p.version)
		p.next, p.writes = "there is nothing to do", nil
		return
	}
	p.writes = nil
	if asked {
		p.next = fmt.Sprintf("name %s or more, or use --bump", p.Least)
		return
	}
	p.next = fmt.Sprintf("raise version in %s to %s or more, as specgen release %s --bump does", p.spec, p.Least, name)
	if p.Status == release.InPlace {
		p.next += ", or take the changes back"
	}
}

// refuseOverwriting returns an error where something is in the way of a released file.
func (p *releasePlan) refuseOverwriting(specs *specs, path string) error {
	if _, err := os.Lstat(path); os.IsNotExist(err) {
		return nil
	}
	what := "it is there already"
	for _, flow := range specs.released {
		if filepath.Clean(flow.Pos.File) == filepath.Clean(path) {
			what = fmt.Sprintf("it is there and holds version %s of the flow %s", flow.Version, flow.Name)
		}
	}
	return failed(fmt.Errorf("cannot write %s: %s; a released file is never written again, so move it away or name it after what it holds", path, what))
}
