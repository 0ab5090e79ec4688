package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/live"
	"github.com/specgen/specgen/internal/output"
)

// listenFlags are the flags of listen.
type listenFlags struct {
	specs         []string
	listen        string
	hosts         []string
	origins       []string
	complete      bool
	settle        durationFlag
	grace         durationFlag
	forward       string
	forwardHeader []string
	failOn        string
	allowEmpty    bool
}

const (
	// defaultListen is the port that OpenTelemetry's exporters send to where nothing is set.
	defaultListen = "127.0.0.1:4318"
	// anyPort is taken for a command, which is told the port.
	anyPort = "127.0.0.1:0"
)

func (a *app) listenCommand() *cobra.Command {
	flags := listenFlags{settle: durationFlag{10 * time.Second}, grace: durationFlag{2 * time.Second}}
	cmd := &cobra.Command{
		Use:   "listen [flags] [-- COMMAND...]",
		Short: "Judge the spans of an app while it runs, or of a command",
		Long: `listen receives what an app sends, holds each record against the specs as it comes, and says at once what is wrong: on the
terminal and on a page in the browser. It takes OTLP over HTTP (JSON and protobuf) on /v1/traces and SpanEvents on /v1/spanevents;
metrics and logs are answered and left alone.

With a COMMAND it runs that, with OTEL_EXPORTER_OTLP_ENDPOINT set to a free port, and prints what validate says of its spans on
standard error: the conformance of an integration test in one line. It exits with the code of validate, else with that of the
command, and with 1 where no record of a flow came.

Records are judged as a part of a trace, since an app emits only its own steps; --complete asks for those that are missing, too.`,
		Example: `  specgen listen
  specgen listen -- npm test
  specgen listen -- go test ./...
  specgen listen --complete --format json -o findings.json -- ./end-to-end.sh
  specgen listen --forward http://localhost:14318`,
		Args:              onlyAfterDashes,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.listen(cmd.Context(), args, flags) },
	}
	a.addFormatFlag(cmd)
	f := cmd.Flags()
	f.StringArrayVar(&flags.specs, "spec", nil, "a spec, instead of those of specgen.yaml (repeatable)")
	f.StringVar(&flags.listen, "listen", "", "the address to listen on (default "+defaultListen+", with a COMMAND any free port of this machine)")
	f.StringArrayVar(&flags.hosts, "host", nil, "a name under which requests may come, besides localhost and addresses (repeatable)")
	f.StringArrayVar(&flags.origins, "origin", nil, "an origin whose pages may send, besides those of this machine (repeatable)")
	f.BoolVar(&flags.complete, "complete", false, "all that is emitted comes here: report what is missing")
	f.Var(&flags.settle, "settle", "with --complete, how long a trace has to be quiet before what is missing is reported")
	f.Var(&flags.grace, "grace", "with a COMMAND, how long to wait at most for spans after its end")
	f.StringVar(&flags.forward, "forward", "", "pass on what comes to this OTLP endpoint, such as http://localhost:14318")
	f.StringArrayVar(&flags.forwardHeader, "forward-header", nil, "a header of what is passed on, as \"Name: value\" (repeatable)")
	f.StringVar(&flags.failOn, "fail-on", "", "with a COMMAND, exit with 3 from this severity on: error (the default), warning or never")
	addAllowEmptyFlag(cmd, &flags.allowEmpty)
	completeWords(cmd, "fail-on", "error", "warning", "never")
	return cmd
}

// listenMemory is what the ring of traces and the run of a command take together.
const listenMemory = 128 << 20

// onlyAfterDashes rejects arguments before --, which are most likely a command without it.
func onlyAfterDashes(cmd *cobra.Command, args []string) error {
	at := cmd.ArgsLenAtDash()
	if at == 0 || at < 0 && len(args) == 0 {
		return nil
	}
	if at > 0 {
		args = args[:at]
	}
	return fmt.Errorf("%s takes no arguments, and got %q; did you mean specgen listen -- %s?", cmd.CommandPath(), args, strings.Join(args, " "))
}

// listen listens, with a command until that has ended.
func (a *app) listen(ctx context.Context, command []string, flags listenFlags) error {
	a.endsOnInterrupt = true
	if len(command) == 0 && (a.output != "" || a.formatName != output.Default().Name) {
		return misused(errors.New("cannot write a result without a command: add -- and a command, or leave --format and --output out"))
	}
	judging := defaultValidateFlags()
	judging.specs, judging.failOn, judging.allowEmpty = flags.specs, flags.failOn, flags.allowEmpty
	judging.incomplete, judging.memory = !flags.complete, "64MiB"
	job, err := a.validation(judging)
	if err != nil {
		return err
	}
	job.options.RequireCoverage = false // one app shows its own part of the flow
	config, err := a.listenConfig(job, flags)
	if err != nil {
		return err
	}
	defer limitMemory(listenMemory)()
	if len(command) > 0 {
		return a.listenTo(ctx, command, job, config, flags)
	}
	return a.listenUntilInterrupted(ctx, config, flags)
}

// listenConfig returns the configuration of the server, without what takes its results.
func (a *app) listenConfig(job *validation, flags listenFlags) (live.Config, error) {
	config := live.Config{
		Validator: job.validator, Severity: job.options.Severity, Addr: flags.listen, Hosts: flags.hosts, Origins: flags.origins,
		Complete: flags.complete, Settle: flags.settle.value, Say: func(line string) { fmt.Fprintln(a.stderr, "specgen: "+output.Escaped(line)) },
	}
	for _, one := range job.specs {
		if !one.Released {
			config.SpecPaths = append(config.SpecPaths, one.Path)
		}
	}
	if flags.forward == "" {
		if len(flags.forwardHeader) > 0 {
			return config, misused(errors.New("cannot use --forward-header without --forward"))
		}
		return config, nil
	}
	to, err := url.Parse(flags.forward)
	if err != nil || to.Scheme != "http" && to.Scheme != "https" || to.Host == "" {
		return config, misused(fmt.Errorf("cannot pass spans on to %q: want a URL such as http://localhost:14318", flags.forward))
	}
	config.Forward, config.ForwardHeader = to, map[string]string{}
	for _, header := range flags.forwardHeader {
		name, value, ok := strings.Cut(header, ":")
		if name = strings.TrimSpace(name); !ok || name == "" || strings.ContainsAny(header, "\r\n") {
			return config, misused(errors.New(`cannot use a --forward-header: want "Name: value"`)) // it may be a secret
		}
		config.ForwardHeader[name] = strings.TrimSpace(value)
	}
	return config, nil
}

// listenUntilInterrupted listens until Ctrl-C, which ends it as it should end.
func (a *app) listenUntilInterrupted(ctx context.Context, config live.Config, flags listenFlags) error {
	if config.Addr == "" {
		config.Addr = defaultListen
	}
	lines := &live.Lines{W: a.stdout, Color: a.colored(a.stdout), Quiet: a.quiet}
	config.Judged = func(r *live.Round) {
		_ = lines.Print(r) // a terminal that has gone takes nothing more
	}
	server, err := a.serve(config)
	if err != nil {
		return err
	}
	if !a.quiet {
		fmt.Fprintf(a.stdout, "listening  %s   OTLP over HTTP on /v1/traces, SpanEvents on /v1/spanevents, a page on %s\n", server.URL(), pageOf(server))
	}
	<-ctx.Done()
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), flags.grace.value)
	defer cancel()
	if err := server.Close(closing); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return failed(err)
	}
	if !a.quiet {
		fmt.Fprintln(a.stdout, summary(server.Counts()))
	}
	return nil
}

func pageOf(server *live.Server) string {
	return strings.TrimPrefix(server.PageURL(), server.URL())
}

// serve begins to listen.
func (a *app) serve(config live.Config) (*live.Server, error) {
	server, err := live.Listen(config)
	if err != nil {
		return nil, failed(fmt.Errorf("cannot listen on %s: %w; another program may, so name a free port with --listen, such as --listen 127.0.0.1:0", config.Addr, err))
	}
	return server, nil
}

// summary says what came.
func summary(c live.Counts) string {
	text := output.Count(c.Records, "record") + " of the flow"
	if c.Others > 0 {
		text += ", " + output.Count(c.Others, "other span")
	}
	if c.Broken > 0 {
		text += ", " + output.Count(c.Broken, "request") + " that could not be read"
	}
	if c.Gone > 0 {
		text += "; " + output.Count(c.Gone, "trace") + " made room for others"
	}
	return text
}
