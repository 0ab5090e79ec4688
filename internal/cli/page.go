package cli

import (
	"context"
	"os"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/internal/show"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// pageFormat is the format whose output shows traces and how far the flows come, besides findings.
const pageFormat = "html"

// paging is what validate does for a page besides judging: the inputs are read a second time, for the traces that it shows.
type paging struct {
	*app
	job   *validation
	files []string
	spool *spool // of standard input; nil where nothing is read again
}

// page prepares a page: the run counts what it shows. It returns nil where another format was asked for. close must be called.
// Parts that are merged cannot be read again, so their page shows no traces.
func (a *app) page(job *validation, files []string, merged bool) *paging {
	if a.format.Name != pageFormat {
		return nil
	}
	if merged {
		return &paging{app: a, job: job}
	}
	job.options.Overview = true
	for _, flow := range job.validator.Flows() {
		if len(flow.Funnel) > 0 {
			job.options.Funnel = &validator.FunnelOptions{Versions: true, LostAtWorst: true}
		}
	}
	return &paging{app: a, job: job, files: files, spool: &spool{}}
}

// again returns what keeps standard input for the second reading; nil where nothing is read again.
func (p *paging) again() *spool {
	if p == nil {
		return nil
	}
	return p.spool
}

func (p *paging) close() { p.again().close() }

// shown returns what the page shows besides the findings.
func (p *paging) shown(ctx context.Context, found report.Findings) (*report.Shown, error) {
	if p == nil {
		return nil, nil
	}
	out := &report.Shown{Flows: p.job.validator.Flows(), Sources: diag.Sources{}, Pictures: map[trace.ID]*picture.Picture{}}
	for i := range found.Findings {
		file := found.Findings[i].Spec.File
		if _, ok := out.Sources[file]; ok || file == "" {
			continue
		}
		out.Sources[file], _ = readSource(file) // it was read before; without it there is no excerpt
	}
	ids := found.TracesToShow()
	files := slices.DeleteFunc(slices.Clone(p.files), func(name string) bool { return !rereadable(name) })
	if len(ids) == 0 || len(files) == 0 || found.Interrupted {
		return out, nil
	}
	options := p.job.options
	options.Funnel, options.Overview = nil, false
	collected, err := p.job.validator.Collect(ctx, p.sources(ctx, files, nil, p.spool), validator.Query{IDs: ids}, options)
	if err != nil {
		return nil, failed(err)
	}
	for _, one := range show.New(collected, out.Flows, show.Options{Settings: options}).Pictures {
		out.Pictures[one.TraceID] = one
	}
	return out, nil
}

// rereadable reports whether an input can be read again: a regular file or standard input, of which a spool keeps what was read. A named pipe
// cannot.
func rereadable(name string) bool {
	if name == stdinName {
		return true
	}
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}
