package cli

import (
	"context"
	"io"
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
	spool *spool // of standard input
	real  io.Reader
}

// page prepares a page: the run counts what it shows. It returns nil where another format was asked for. close must be called.
// Parts that are merged cannot be read again, so their page shows no traces.
func (a *app) page(ctx context.Context, job *validation, files []string, merged bool) (*paging, error) {
	if a.format.Name != pageFormat {
		return nil, nil
	}
	if merged {
		return &paging{app: a, job: job, spool: &spool{}, real: a.stdin}, nil
	}
	job.options.Overview = true
	for _, flow := range job.validator.Flows() {
		if len(flow.Funnel) > 0 {
			job.options.Funnel = &validator.FunnelOptions{Versions: true, LostAtWorst: true}
		}
	}
	p := &paging{app: a, job: job, files: files, spool: &spool{}, real: a.stdin}
	if slices.Contains(files, stdinName) { // read once, and then from the temporary file
		a.stdin = p.spool.open(func() io.ReadCloser { return awaiting(ctx, p.real) })
	}
	return p, nil
}

func (p *paging) close() {
	if p != nil {
		p.spool.close()
		p.stdin = p.real
	}
}

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
	sources := p.sources(ctx)
	if len(ids) == 0 || len(sources) == 0 || found.Interrupted {
		return out, nil
	}
	options := p.job.options
	options.Funnel, options.Overview = nil, false
	collected, err := p.job.validator.Collect(ctx, sources, validator.Query{IDs: ids}, options)
	if err != nil {
		return nil, failed(err)
	}
	for _, one := range show.New(collected, out.Flows, show.Options{Settings: options}).Pictures {
		out.Pictures[one.TraceID] = one
	}
	return out, nil
}

// sources returns the inputs that can be read again: regular files and standard input. A named pipe has been read.
func (p *paging) sources(ctx context.Context) []validator.Source {
	var out []validator.Source
	for _, name := range p.files {
		source := validator.Source{Name: name, Open: func() io.ReadCloser { return p.open(ctx, name) }}
		if name == stdinName {
			source.Open = func() io.ReadCloser { return p.spool.open(nil) }
		} else if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
			continue
		}
		out = append(out, source)
	}
	return out
}
